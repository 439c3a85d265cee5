import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useAllTags } from "@/shared/directory/useAllTags";
import { robotsInOrder, useDesk, useRobots } from "@/shared/host";
import { toggleRobot } from "@/shared/list/filter";
import { oneLine } from "@/shared/text/plain";
import { Choice } from "@/shared/ui/Choice";
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
	const tags = useAllTags();
	const groups = useMemo(() => {
		const names = [...new Set(tags.map(({ group }) => group))];
		return names.map((name) => ({
			label: oneLine(name),
			options: tags
				.filter(({ group }) => group === name)
				.map(({ tag }) => ({ value: tag.id, label: oneLine(tag.name) })),
		}));
	}, [tags]);
	return (
		<Line label={t("inbox.tag")}>
			{tags.length === 0 ? (
				<p className="text-small text-text-3">{t("inbox.noTags")}</p>
			) : (
				<Choice
					label={t("inbox.tag")}
					value={inbox.filter.tag ?? ""}
					options={[{ value: "", label: t("inbox.anyTag") }]}
					groups={groups}
					onChange={(tag) => inbox.change({ tag: tag === "" ? null : tag })}
					className="flex-1"
					testId="filter-tag"
				/>
			)}
		</Line>
	);
}

function MeChoice({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const names = useMemo(() => {
		const seen = new Set([inbox.me]);
		for (const { assignee } of inbox.chats.values()) if (assignee) seen.add(assignee);
		return [...seen].sort();
	}, [inbox.chats, inbox.me]);
	return (
		<div>
			<Line label={t("inbox.me")}>
				<Choice
					label={t("inbox.me")}
					value={inbox.me}
					options={names.map((name) => ({ value: name, label: oneLine(name) }))}
					onChange={inbox.setMe}
					className="flex-1"
				/>
			</Line>
			<p className="mt-1 text-mini text-text-3">{t("inbox.meHint")}</p>
		</div>
	);
}

/** The word is beside the list and the list bears it itself. */
function Line({ label, children }: { label: string; children: ReactNode }) {
	return (
		<div className="flex items-center gap-2">
			<span aria-hidden="true" className="w-16 shrink-0 text-small text-text-2">
				{label}
			</span>
			{children}
		</div>
	);
}
