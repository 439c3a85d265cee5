import { type ReactNode, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useTags } from "@/shared/directory/useTags";
import { robotsInOrder, useDesk, useRobots } from "@/shared/host";
import { toggleRobot } from "@/shared/list/filter";
import { oneLine } from "@/shared/text/plain";
import { classes } from "@/shared/ui/classes";
import { RobotMark } from "@/shared/ui/RobotMark";
import { Segmented } from "@/shared/ui/Segmented";
import type { Inbox } from "./useInbox";
import { SaveView, ViewsEditor } from "./ViewsEditor";

const SWITCHES = ["unread", "waiting", "mine", "mentioned", "hidden"] as const;
const SWITCH_WORDS = {
	unread: "inbox.unread",
	waiting: "inbox.waitingOnly",
	mine: "inbox.mineOnly",
	mentioned: "inbox.mentioned",
	hidden: "inbox.hidden",
} as const;

const SELECT =
	"h-7 min-w-0 flex-1 rounded-control border border-line-strong bg-surface-3 px-1.5 text-base text-text-1 hover:border-text-3";

/** Every condition there is, the order, and the views. */
export function FilterPanel({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const { filter, change } = inbox;
	const listed = useDesk((desk) => desk.robots);
	const known = useRobots();
	const robots = useMemo(() => robotsInOrder(listed), [listed]);
	return (
		<div className="flex flex-col gap-3">
			<Part title={t("inbox.only")}>
				<div className="flex flex-wrap gap-1">
					{SWITCHES.map((name) => (
						<Pill key={name} chosen={filter[name]} onClick={() => change({ [name]: !filter[name] })}>
							{t(SWITCH_WORDS[name])}
						</Pill>
					))}
				</div>
			</Part>
			<Part title={t("inbox.kind")}>
				<Segmented
					wide
					label={t("inbox.kind")}
					value={filter.kind ?? "all"}
					onChange={(kind) => change({ kind: kind === "all" ? null : kind })}
					segments={[
						{ value: "all", label: t("inbox.kindAll") },
						{ value: "single", label: t("inbox.kindSingle") },
						{ value: "group", label: t("inbox.kindGroup") },
					]}
				/>
			</Part>
			<Part title={t("inbox.order")}>
				<Segmented
					wide
					label={t("inbox.order")}
					value={filter.order}
					onChange={(order) => change({ order })}
					segments={[
						{ value: "latest", label: t("inbox.orderLatest") },
						{ value: "waiting", label: t("inbox.orderWaiting") },
					]}
				/>
			</Part>
			{robots.length > 1 && (
				<Part title={t("inbox.robots")}>
					<div className="flex max-h-32 flex-wrap gap-1 overflow-y-auto">
						<Pill chosen={filter.robots.length === 0} onClick={() => change({ robots: [] })}>
							{t("inbox.allRobots")}
						</Pill>
						{robots.map((robot) => (
							<Pill
								key={robot.key}
								chosen={filter.robots.includes(robot.key)}
								onClick={() => toggleRobot(robot.key)}
							>
								<RobotMark name={oneLine(robot.name)} hue={known.get(robot.key)?.hue ?? 1} />
								<span className="bidi-isolate truncate">{oneLine(robot.name)}</span>
							</Pill>
						))}
					</div>
				</Part>
			)}
			<TagChoice inbox={inbox} />
			<MeChoice inbox={inbox} />
			<SaveView inbox={inbox} />
			<ViewsEditor inbox={inbox} />
		</div>
	);
}

function Part({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section>
			<h3 className="mb-1 text-small text-text-2">{title}</h3>
			{children}
		</section>
	);
}

function Pill({ chosen, onClick, children }: { chosen: boolean; onClick: () => void; children: ReactNode }) {
	return (
		<button
			type="button"
			aria-pressed={chosen}
			onClick={onClick}
			className={classes(
				"flex h-6.5 max-w-full items-center gap-1 rounded-control border px-2 text-base transition-colors duration-150",
				chosen
					? "border-accent bg-accent-weak text-accent-text"
					: "border-line text-text-2 hover:border-line-strong hover:text-text-1",
			)}
		>
			{children}
		</button>
	);
}

function TagChoice({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const id = useId();
	const tags = useTags(true);
	const groups = useMemo(() => {
		const names = new Set(tags.map(({ group }) => group));
		return [...names].map((name) => ({ name, tags: tags.filter(({ group }) => group === name) }));
	}, [tags]);
	return (
		<div className="flex items-center gap-2">
			<label htmlFor={id} className="w-16 shrink-0 text-small text-text-2">
				{t("inbox.tag")}
			</label>
			{tags.length === 0 ? (
				<p className="text-small text-text-3">{t("inbox.noTags")}</p>
			) : (
				<select
					id={id}
					value={inbox.filter.tag ?? ""}
					onChange={(event) => inbox.change({ tag: event.target.value === "" ? null : event.target.value })}
					className={SELECT}
				>
					<option value="">{t("inbox.anyTag")}</option>
					{groups.map((group) => (
						<optgroup key={group.name} label={oneLine(group.name)}>
							{group.tags.map(({ tag }) => (
								<option key={tag.id} value={tag.id}>
									{oneLine(tag.name)}
								</option>
							))}
						</optgroup>
					))}
				</select>
			)}
		</div>
	);
}

function MeChoice({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const id = useId();
	const names = useMemo(() => {
		const seen = new Set([inbox.me]);
		for (const { assignee } of inbox.chats.values()) if (assignee) seen.add(assignee);
		return [...seen].sort();
	}, [inbox.chats, inbox.me]);
	return (
		<div>
			<div className="flex items-center gap-2">
				<label htmlFor={id} className="w-16 shrink-0 text-small text-text-2">
					{t("inbox.me")}
				</label>
				<select
					id={id}
					value={inbox.me}
					onChange={(event) => inbox.setMe(event.target.value)}
					className={SELECT}
				>
					{names.map((name) => (
						<option key={name} value={name}>
							{oneLine(name)}
						</option>
					))}
				</select>
			</div>
			<p className="mt-1 text-mini text-text-3">{t("inbox.meHint")}</p>
		</div>
	);
}
