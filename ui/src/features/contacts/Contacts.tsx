import { RefreshCw, UserPlus } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey, Relationship, RobotKey } from "@/bindings";
import { type Entry, type EntryKind, found } from "@/shared/directory/entries";
import { SearchField } from "@/shared/directory/SearchField";
import { useDirectory } from "@/shared/directory/useDirectory";
import { useOpenContact } from "@/shared/directory/useOpenContact";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { TagFilter } from "@/shared/filters/TagFilter";
import { useAddings, useDesk, useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { usePinyin } from "@/shared/text/pinyin";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { Segmented } from "@/shared/ui/Segmented";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { AddingLists } from "./AddingLists";
import { AddPeople } from "./AddPeople";
import { EntryList } from "./EntryList";
import { waitingIn } from "./phones";
import { useSync } from "./useSync";

type Tab = EntryKind | "adding";

const RELATIONS: readonly Relationship[] = ["normal", "deletedUs", "deletedByUs", "deletedBoth", "unknown"];

type Props = { onOpenChat: (chat: ChatKey) => void };

/** The customers and groups of every robot, and the people who are being added. */
export function Contacts({ onOpenChat }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	const robots = [...useRobots().values()];
	const isOffline = useDesk((desk) => desk.session.state === "offline");
	const addings = useAddings();
	const [tab, setTab] = useState<Tab>("customer");
	const [robot, setRobot] = useState<RobotKey | "">("");
	const [tag, setTag] = useState("");
	const [relation, setRelation] = useState<Relationship | "">("");
	const [live, setLive] = useState<"live" | "left" | "all">("live");
	const [query, setQuery] = useState("");
	const [adding, setAdding] = useState(false);
	const sync = useSync(robot === "" ? robots.map((each) => each.robot.key) : [robot], now);
	const directory = useDirectory(
		{
			kind: tab === "group" ? "group" : "customer",
			robot: robot === "" ? null : robot,
			tag: tab !== "customer" || tag === "" ? null : tag,
			relationship: tab !== "customer" || relation === "" ? null : relation,
			isLive: tab !== "group" || live === "all" ? null : live === "live",
		},
		sync.isUnderWay ? MINUTE_MS / 3 : false,
	);
	const opening = useOpenContact(onOpenChat);
	const text = useDeferredValue(query);
	const matches = usePinyin(true);
	const shown = useMemo(() => found(directory.entries, text, matches), [directory.entries, text, matches]);
	const waiting = [...(addings.value?.values() ?? [])].reduce((sum, list) => sum + waitingIn(list), 0);
	const filtered = query.trim() !== "" || tag !== "" || relation !== "" || live !== "live" || robot !== "";

	return (
		<section data-testid="contacts" aria-label={t("contacts.title")} className="flex h-full min-h-0 flex-col">
			<ViewHeader title={t("contacts.title")} hint={t("contacts.hint")}>
				<Button
					data-testid="contacts-sync"
					disabled={!sync.canSync || isOffline}
					title={t("contacts.syncHint")}
					onClick={sync.sync}
				>
					<RefreshCw size={16} aria-hidden="true" />
					{sync.nextAt === null
						? t("contacts.sync")
						: t("contacts.syncAgain", { time: times.clock(sync.nextAt) })}
				</Button>
				<Button look="primary" data-testid="contacts-add" onClick={() => setAdding(true)}>
					<UserPlus size={16} aria-hidden="true" />
					{t("contacts.add")}
				</Button>
			</ViewHeader>
			<div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b border-line px-6 py-2">
				<Segmented<Tab>
					label={t("contacts.tabs")}
					value={tab}
					onChange={setTab}
					segments={[
						{ value: "customer", label: t("contacts.customers"), testId: "contacts-customers" },
						{ value: "group", label: t("contacts.groups"), testId: "contacts-groups" },
						{
							value: "adding",
							label: waiting > 0 ? t("contacts.addingCount", { count: waiting }) : t("contacts.adding"),
							testId: "contacts-adding",
						},
					]}
				/>
				{tab !== "adding" && (
					<>
						<SearchField
							label={t(tab === "customer" ? "contacts.searchCustomers" : "contacts.searchGroups")}
							value={query}
							onChange={setQuery}
							className="w-56 flex-1"
							testId="contacts-search"
						/>
						<RobotFilter value={robot} onChange={setRobot} className="w-36" />
					</>
				)}
				{tab === "customer" && (
					<>
						<TagFilter value={tag} onChange={setTag} className="w-32" />
						<Choice<Relationship | "">
							label={t("contacts.relation")}
							value={relation}
							onChange={setRelation}
							className="w-32"
							options={[
								{ value: "", label: t("contacts.everyRelation") },
								...RELATIONS.map((each) => ({ value: each, label: t(`customer.relation.${each}`) })),
							]}
						/>
					</>
				)}
				{tab === "group" && (
					<Choice
						label={t("contacts.live")}
						value={live}
						onChange={setLive}
						className="w-32"
						options={[
							{ value: "live", label: t("contacts.liveOnly") },
							{ value: "left", label: t("contacts.liveLeft") },
							{ value: "all", label: t("contacts.liveAll") },
						]}
					/>
				)}
			</div>
			{sync.error !== null && (
				<ErrorNote className="mx-6 mt-3">
					{t("contacts.syncFailed", { reason: reason(sync.error) })}
				</ErrorNote>
			)}
			{opening.error !== null && (
				<ErrorNote className="mx-6 mt-3">
					{t("contacts.openFailed", { reason: reason(opening.error) })}
				</ErrorNote>
			)}
			{sync.isUnderWay && tab !== "adding" && (
				<p
					role="status"
					className="mx-6 mt-3 rounded-control bg-accent-weak px-3 py-2 text-small text-text-1"
				>
					{t("contacts.syncing")}
				</p>
			)}
			{isOffline && (
				<p role="status" className="mx-6 mt-3 text-small text-warning-text">
					{t("contacts.offline")}
				</p>
			)}
			{tab === "adding" ? (
				<AddingLists lists={addings} onAdd={() => setAdding(true)} />
			) : directory.error !== null ? (
				<PanelFailed error={directory.error} onRetry={directory.retry} />
			) : directory.isPending ? (
				<PanelSkeleton />
			) : shown.length === 0 ? (
				<Empty filtered={filtered} />
			) : (
				<EntryList key={tab} entries={shown} onOpen={(entry) => opening.mutate(chatOfEntry(entry))} />
			)}
			<Modal open={adding} onOpenChange={setAdding} title={t("contacts.addTitle")} className="w-[520px]">
				<AddPeople
					onDone={() => setAdding(false)}
					onAdded={() => {
						setAdding(false);
						setTab("adding");
					}}
				/>
			</Modal>
		</section>
	);
}

function chatOfEntry(entry: Entry): ChatKey {
	return { robotKey: entry.robotKey, chatUser: entry.id };
}

function Empty({ filtered }: { filtered: boolean }) {
	const { t } = useTranslation();
	return (
		<div className="mx-auto max-w-sm px-6 pt-24 text-center">
			<p className="text-message font-medium">{t(filtered ? "contacts.noneFound" : "contacts.none")}</p>
			<p className="mt-1 text-small leading-5 text-text-2">
				{t(filtered ? "contacts.noneFoundBody" : "contacts.noneBody")}
			</p>
		</div>
	);
}
