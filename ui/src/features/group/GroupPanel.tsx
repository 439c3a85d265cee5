import { Megaphone, RefreshCw, UserPlus, UsersRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action, ChatRow, GroupCard } from "@/bindings";
import { useFieldAction } from "@/shared/hooks/useFieldAction";
import { act, chatAvatar, useGroupCard } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { InlineEdit } from "@/shared/ui/InlineEdit";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { AnnouncementDialog } from "./AnnouncementDialog";
import { FriendsDialog } from "./FriendsDialog";
import { GroupProgress } from "./GroupProgress";
import { GroupTools } from "./GroupTools";
import { MemberSection } from "./MemberSection";

type Props = { row: ChatRow; onShowActivity: () => void };

/** Who is in the group and what this robot can do in it. Mounted anew for every chat. */
export function GroupPanel({ row, onShowActivity }: Props) {
	const [chat] = useState(row.key);
	const card = useGroupCard(chat.robotKey, chat.chatUser);
	if (card.value) return <Card row={row} card={card.value} onShowActivity={onShowActivity} />;
	if (card.error !== null) return <PanelFailed error={card.error} onRetry={card.retry} />;
	return card.value === undefined ? <PanelSkeleton /> : <Unlisted row={row} />;
}

type Open = "announcement" | "invite" | "create" | null;

function Card({ row, card, onShowActivity }: Props & { card: GroupCard }) {
	const { t } = useTranslation();
	const [open, setOpen] = useState<Open>(null);
	const close = (next: boolean) => !next && setOpen(null);
	return (
		<div data-testid="group-panel" className="flex min-h-full flex-col">
			<Head row={row}>
				<GroupName card={card} />
				<p className="text-small text-text-2">
					{t("group.count", { count: card.group.memberCount })}
					{" · "}
					{t(card.group.isExternal ? "group.external" : "group.internal")}
				</p>
			</Head>
			<div className="flex flex-wrap gap-1.5 px-4 pb-3">
				<Button size="small" data-testid="group-announce" onClick={() => setOpen("announcement")}>
					<Megaphone size={14} aria-hidden="true" />
					{t("group.announce")}
				</Button>
				<Button size="small" data-testid="group-invite" onClick={() => setOpen("invite")}>
					<UserPlus size={14} aria-hidden="true" />
					{t("group.invite")}
				</Button>
				<Button size="small" data-testid="group-create" onClick={() => setOpen("create")}>
					<UsersRound size={14} aria-hidden="true" />
					{t("group.create")}
				</Button>
			</div>
			<GroupProgress card={card} onShowActivity={onShowActivity} />
			<GroupTools card={card} />
			<MemberSection card={card} />
			<AnnouncementDialog card={card} open={open === "announcement"} onOpenChange={close} />
			<FriendsDialog purpose="invite" card={card} open={open === "invite"} onOpenChange={close} />
			<FriendsDialog purpose="create" card={card} open={open === "create"} onOpenChange={close} />
		</div>
	);
}

function Head({ row, children }: { row: ChatRow; children: ReactNode }) {
	return (
		<div className="flex items-start gap-3 px-4 pt-4 pb-3">
			<Avatar name={oneLine(row.name)} seed={row.key.chatUser} source={chatAvatar(row)} size={40} />
			<div className="min-w-0 flex-1">{children}</div>
		</div>
	);
}

function GroupName({ card }: { card: GroupCard }) {
	const { t } = useTranslation();
	const { robotKey, id, name } = card.group;
	const { change, save } = useFieldAction(robotKey, {
		read: (action) => (action.kind === "renameGroup" && action.group === id ? action.name : null),
		write: (text): Action => ({ kind: "renameGroup", group: id, name: text }),
	});
	return (
		<InlineEdit
			label={t("group.name")}
			value={name}
			placeholder={t("group.unnamed")}
			change={change}
			onSave={save}
			mayBeEmpty={false}
			maxLength={30}
			className="text-message font-semibold"
			testId="group-name"
		/>
	);
}

/** A group no list has named yet. */
function Unlisted({ row }: { row: ChatRow }) {
	const { t } = useTranslation();
	const reason = useReason();
	const [asked, setAsked] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

	function inquire() {
		setAsked({ busy: true, error: null });
		act(row.key.robotKey, { kind: "inquire", about: { kind: "groups", ids: [row.key.chatUser] } }).catch(
			(error: unknown) => setAsked({ busy: false, error }),
		);
	}

	return (
		<div data-testid="group-unlisted">
			<Head row={row}>
				<h2 className="bidi-isolate text-message font-semibold [overflow-wrap:anywhere]">
					{oneLine(row.name)}
				</h2>
			</Head>
			<div className="flex flex-col items-start gap-3 px-4 text-small text-text-2">
				<p>{t("group.unlisted")}</p>
				<Button size="small" disabled={asked.busy} onClick={inquire}>
					<RefreshCw size={14} aria-hidden="true" />
					{t(asked.busy ? "customer.inquiring" : "customer.inquire")}
				</Button>
				{asked.error !== null && (
					<p role="alert" className="text-danger-text">
						{reason(asked.error)}
					</p>
				)}
			</div>
		</div>
	);
}
