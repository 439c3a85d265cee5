import { HeartCrack, MessageCircle, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action, ChatKey, ChatRow, CustomerCard, Relationship } from "@/bindings";
import { useFieldAction } from "@/shared/hooks/useFieldAction";
import { act, chatAvatar, useCustomerCard, useDesk } from "@/shared/host";
import { newestChange } from "@/shared/host/changes";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { InlineEdit } from "@/shared/ui/InlineEdit";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { AlsoKnownTo } from "./AlsoKnownTo";
import { Phone } from "./Phone";
import { TagSection } from "./TagSection";

type Props = { row: ChatRow; onOpenChat: (chat: ChatKey) => void };

/** Who the customer is to this robot. Mounted anew for every chat, so that no edit can stray. */
export function CustomerPanel({ row, onOpenChat }: Props) {
	const [chat] = useState(row.key);
	const card = useCustomerCard(chat.robotKey, chat.chatUser);
	if (card.value) return <Card row={row} card={card.value} onOpenChat={onOpenChat} />;
	if (card.error !== null) return <PanelFailed error={card.error} onRetry={card.retry} />;
	return card.value === undefined ? <PanelSkeleton /> : <Unlisted row={row} />;
}

function Card({ row, card, onOpenChat }: Props & { card: CustomerCard }) {
	const { t } = useTranslation();
	const { customer } = card;
	return (
		<div data-testid="customer-panel" className="pb-4">
			<Head row={row} name={customer.name} isWechat={customer.isWechat} />
			<RelationshipNote relationship={customer.relationship} />
			<dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 px-4 pb-3 text-base">
				<dt className="pt-1 text-small leading-[19.5px] text-text-2">{t("customer.remark")}</dt>
				<dd className="min-w-0">
					<Remark card={card} />
				</dd>
				<dt className="pt-1 text-small leading-[19.5px] text-text-2">{t("customer.description")}</dt>
				<dd className="min-w-0">
					<Description card={card} />
				</dd>
				<dt className="pt-1 text-small leading-[19.5px] text-text-2">{t("customer.phone")}</dt>
				<dd className="min-w-0 py-1">
					<Phone phone={customer.phone} />
				</dd>
				<dt className="pt-1 text-small leading-[19.5px] text-text-2">{t("customer.relationship")}</dt>
				<dd className="py-1">{t(`customer.relation.${customer.relationship}`)}</dd>
			</dl>
			<TagSection card={card} />
			<AlsoKnownTo chat={row.key} known={card.alsoKnownTo} onOpenChat={onOpenChat} />
		</div>
	);
}

function Head({ row, name, isWechat }: { row: ChatRow; name: string; isWechat: boolean | null }) {
	const { t } = useTranslation();
	const shown = oneLine(name) || oneLine(row.name);
	return (
		<div className="flex items-center gap-3 px-4 pt-4 pb-3">
			<Avatar name={shown} seed={row.key.chatUser} source={chatAvatar(row)} size={40} />
			<div className="min-w-0">
				<h2 className="bidi-isolate selectable line-clamp-2 text-message font-semibold [overflow-wrap:anywhere]">
					{shown}
				</h2>
				{isWechat !== null && (
					<p className="flex items-center gap-1 text-small text-text-2">
						<MessageCircle size={12} aria-hidden="true" />
						{t(isWechat ? "customer.wechat" : "customer.wecom")}
					</p>
				)}
			</div>
		</div>
	);
}

function RelationshipNote({ relationship }: { relationship: Relationship }) {
	const { t } = useTranslation();
	if (relationship === "normal" || relationship === "unknown") return null;
	return (
		<p
			data-testid="relationship-warning"
			className="mx-4 mb-3 flex gap-2 rounded-control bg-warning-weak px-3 py-2 text-small text-warning-text"
		>
			<HeartCrack size={14} aria-hidden="true" className="mt-0.5" />
			{t(`customer.broken.${relationship}`)}
		</p>
	);
}

function Remark({ card }: { card: CustomerCard }) {
	const { t } = useTranslation();
	const { robotKey, id, remark } = card.customer;
	const { change, save } = useFieldAction(robotKey, {
		read: (action) => (action.kind === "setRemark" && action.customer === id ? action.name : null),
		write: (name): Action => ({ kind: "setRemark", customer: id, name, description: null }),
	});
	return (
		<InlineEdit
			label={t("customer.remark")}
			value={remark ?? ""}
			placeholder={t("customer.remarkNone")}
			change={change}
			onSave={save}
			maxLength={20}
			testId="remark"
		/>
	);
}

function Description({ card }: { card: CustomerCard }) {
	const { t } = useTranslation();
	const { robotKey, id, description } = card.customer;
	const { change, save } = useFieldAction(robotKey, {
		read: (action) => (action.kind === "setRemark" && action.customer === id ? action.description : null),
		write: (text): Action => ({ kind: "setRemark", customer: id, name: null, description: text }),
	});
	return (
		<InlineEdit
			label={t("customer.description")}
			value={description ?? ""}
			placeholder={t("customer.descriptionNone")}
			change={change}
			onSave={save}
			multiline
			maxLength={200}
			testId="description"
		/>
	);
}

/** Somebody who writes, but whom no contact list has named yet: the platform can be asked about them. */
function Unlisted({ row }: { row: ChatRow }) {
	const { t } = useTranslation();
	const reason = useReason();
	const { robotKey, chatUser } = row.key;
	const now = useNow(MINUTE_MS);
	const asking = useDesk((desk) => desk.records);
	const asked = newestChange(
		asking,
		robotKey,
		(action) =>
			action.kind === "inquire" && action.about.kind === "people" && action.about.ids.includes(chatUser)
				? true
				: null,
		now,
	);
	const [error, setError] = useState<unknown>(null);

	function inquire() {
		setError(null);
		act(robotKey, { kind: "inquire", about: { kind: "people", ids: [chatUser] } }).catch(setError);
	}

	return (
		<div data-testid="customer-unlisted">
			<Head row={row} name={row.name} isWechat={null} />
			<div className="flex flex-col items-start gap-3 px-4 text-small text-text-2">
				<p>{t("customer.unlisted")}</p>
				<Button size="small" disabled={asked.kind === "pending"} onClick={inquire}>
					<RefreshCw size={14} aria-hidden="true" />
					{t(asked.kind === "pending" ? "customer.inquiring" : "customer.inquire")}
				</Button>
				{error !== null && (
					<p role="alert" className="text-danger-text">
						{reason(error)}
					</p>
				)}
			</div>
		</div>
	);
}
