import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CustomerId, commands, type GroupCard } from "@/bindings";
import { useRobot } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { PanelSection } from "@/shared/ui/PanelSection";
import { MemberDialog } from "./MemberDialog";
import { MemberRow } from "./MemberRow";
import { adminsOf, filterMembers, isRobot, type MemberAct, MOST_ADMINS, obstacle } from "./model";

const ACTS: readonly MemberAct[] = ["adminsAdd", "adminsRemove", "kick"];

/** Who is in the group; some of them can be chosen, and then something can be done. */
export function MemberSection({ card }: { card: GroupCard }) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	const robot = useRobot(card.group.robotKey)?.robot;
	const [query, setQuery] = useState("");
	const [chosen, setChosen] = useState<ReadonlySet<CustomerId> | null>(null);
	const [asking, setAsking] = useState<MemberAct | null>(null);
	const shown = useMemo(() => filterMembers(card.members, query), [card.members, query]);
	// Whoever left meanwhile is not chosen any more.
	const picked = card.members.filter((member) => chosen?.has(member.id));
	const reading = useMutation({
		mutationFn: () => commands.readMembers(card.group.robotKey, card.group.id),
	});

	function toggle(id: CustomerId) {
		setChosen((before) => {
			const next = new Set(before);
			if (!next.delete(id)) next.add(id);
			return next;
		});
	}

	return (
		<PanelSection
			title={t("group.members", { count: card.members.length })}
			testId="members"
			end={
				<span className="flex items-center gap-0.5">
					<IconButton
						label={t("group.reread")}
						size={24}
						disabled={reading.isPending}
						onClick={() => reading.mutate()}
					>
						<RefreshCw size={14} />
					</IconButton>
					<Button
						look="quiet"
						size="small"
						aria-pressed={chosen !== null}
						data-testid="members-choose"
						onClick={() => setChosen(chosen === null ? new Set() : null)}
					>
						{t(chosen === null ? "group.choose" : "group.chooseEnd")}
					</Button>
				</span>
			}
		>
			{chosen !== null && (
				<div className="mb-2 flex flex-col gap-1.5 rounded-control bg-pressed p-2" data-testid="member-acts">
					<p className="text-small text-text-2">
						{t("group.adminLimit", { limit: String(MOST_ADMINS), count: adminsOf(card.members).length })}
						{card.adminsReadAt === null && ` ${t("group.adminsUnread")}`}
					</p>
					<div className="flex flex-wrap gap-1">
						{ACTS.map((act) => {
							const why = obstacle(act, picked, card.members, robot);
							return (
								<Button
									key={act}
									size="small"
									disabled={why !== null}
									data-testid={`member-${act}`}
									onClick={() => setAsking(act)}
									className={act === "kick" ? "text-danger-text" : undefined}
								>
									{t(`group.act.${act}`)}
								</Button>
							);
						})}
					</div>
					<Why
						picked={picked.length}
						obstacles={ACTS.map((act) => obstacle(act, picked, card.members, robot))}
					/>
				</div>
			)}
			{card.members.length > 8 && (
				<input
					type="text"
					value={query}
					onChange={(event) => setQuery(event.target.value)}
					aria-label={t("group.filter")}
					placeholder={t("group.filter")}
					autoComplete="off"
					spellCheck={false}
					className="selectable mb-1 h-7 w-full rounded-control border border-transparent bg-pressed px-2.5 text-base focus:border-accent focus:bg-surface-3 focus:outline-1 focus:outline-offset-0 focus:outline-accent"
				/>
			)}
			{reading.isError && (
				<p role="alert" className="mb-1 text-small text-danger-text">
					{t("panel.failed", { reason: reason(reading.error) })}
				</p>
			)}
			{card.membersReadAt === null && card.members.length === 0 ? (
				<p className="text-small text-text-2">{t("group.membersReading")}</p>
			) : shown.length === 0 ? (
				<p className="text-small text-text-2">{t("group.filterNone", { query: query.trim() })}</p>
			) : (
				<ul className="-mx-2">
					{shown.map((member) => (
						<MemberRow
							key={member.id}
							member={member}
							isRobot={isRobot(member, robot)}
							chosen={chosen === null ? null : chosen.has(member.id)}
							onToggle={toggle}
						/>
					))}
				</ul>
			)}
			{card.membersReadAt !== null && (
				<p className="mt-1.5 text-mini text-text-3">
					{t("group.readAt", { time: times.list(card.membersReadAt, now) })}
				</p>
			)}
			<MemberDialog
				card={card}
				act={asking}
				members={picked}
				onClose={(done) => {
					setAsking(null);
					if (done) setChosen(null);
				}}
			/>
		</PanelSection>
	);
}

/** Why a button is off, when there is something to say beyond "choose somebody". */
function Why({ picked, obstacles }: { picked: number; obstacles: (ReturnType<typeof obstacle> | null)[] }) {
	const { t } = useTranslation();
	if (picked === 0) return <p className="text-small text-text-3">{t("group.cannot.nobody")}</p>;
	const reasons = new Set(
		obstacles.filter((why) => why !== null && why !== "notAdmin" && why !== "alreadyAdmin"),
	);
	return [...reasons].map(
		(why) =>
			why !== null && (
				<p key={why} className="text-small text-warning-text">
					{t(`group.cannot.${why}`)}
				</p>
			),
	);
}
