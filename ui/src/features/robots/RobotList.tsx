import { Popover } from "@base-ui/react/popover";
import { useMutation } from "@tanstack/react-query";
import { Bell, BellOff, Check } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Robot, RobotKey, RobotMarks } from "@/bindings";
import { type KnownRobot, markRobot, useDesk, useRobotMarksStore, useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { filterByRobot, useListFilter } from "@/shared/list/filter";
import { oneLine } from "@/shared/text/plain";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { IconButton } from "@/shared/ui/IconButton";
import { Kbd } from "@/shared/ui/Kbd";
import { RobotMark } from "@/shared/ui/RobotMark";
import { StateDot } from "@/shared/ui/StateDot";
import { type RobotTally, talliesByRobot } from "./model";

type Marking = (key: RobotKey, change: Partial<RobotMarks>) => void;

/** Every robot: its colour, state, last sign of life and what waits with it. */
export function RobotList({ robots }: { robots: readonly Robot[] }) {
	const { t } = useTranslation();
	const reason = useReason();
	const known = useRobots();
	const chats = useDesk((desk) => desk.chats);
	const tallies = useMemo(() => talliesByRobot(chats.values()), [chats]);
	const filtered = useListFilter((choice) => choice.filter.robots);
	const marking = useMutation({
		mutationFn: ({ key, change }: { key: RobotKey; change: Partial<RobotMarks> }) => markRobot(key, change),
	});
	return (
		<>
			<ul className="flex max-h-96 flex-col overflow-y-auto" data-testid="robot-list">
				{robots.map((robot, index) => {
					const marked = known.get(robot.key);
					return (
						marked && (
							<RobotLine
								key={robot.key}
								known={marked}
								number={index + 1}
								tally={tallies.get(robot.key)}
								chosen={filtered.includes(robot.key)}
								onMark={(key, change) => marking.mutate({ key, change })}
							/>
						)
					);
				})}
			</ul>
			{marking.error !== null && (
				<ErrorNote className="m-1">{t("robots.failed", { reason: reason(marking.error) })}</ErrorNote>
			)}
		</>
	);
}

type LineProps = {
	known: KnownRobot;
	number: number;
	tally: RobotTally | undefined;
	chosen: boolean;
	onMark: Marking;
};

function RobotLine({ known, number, tally, chosen, onMark }: LineProps) {
	const { t } = useTranslation();
	const words = useTimeWords();
	const now = useNow(10_000);
	const { robot, muted } = known;
	const name = oneLine(robot.name) || t("robot.unnamed");
	const event =
		tally?.lastEvent != null
			? t("robots.lastEvent", { time: words.list(tally.lastEvent, now) })
			: robot.lastLogin !== null
				? t("robots.lastLogin", { time: words.list(robot.lastLogin, now) })
				: t("robots.noEvent");
	const facts = [
		(tally?.waiting ?? 0) > 0 && t("robots.waiting", { count: tally?.waiting ?? 0 }),
		(tally?.unread ?? 0) > 0 && t("robots.unread", { count: tally?.unread ?? 0 }),
		event,
	].filter(Boolean);
	return (
		<li
			className={classes(
				"flex items-center gap-1 rounded-control px-1.5 transition-colors duration-100",
				chosen ? "bg-selection" : "hover:bg-hover",
			)}
		>
			<ColourChoice known={known} name={name} onMark={onMark} />
			<button
				type="button"
				aria-pressed={chosen}
				aria-label={`${t("robots.only", { name })} · ${t(`robot.${robot.status}`)}`}
				onClick={() => filterByRobot(robot.key)}
				className="ring-inside flex min-w-0 flex-1 items-center gap-2 rounded-control py-1.5 pl-1 text-left"
			>
				<span className="flex min-w-0 flex-1 flex-col">
					<span className="flex items-center gap-1.5">
						<span
							className={classes(
								"bidi-isolate min-w-0 truncate text-base",
								muted ? "text-text-3" : "text-text-1",
							)}
						>
							{name}
						</span>
						<span className="flex shrink-0 items-center gap-1 text-small text-text-2">
							<StateDot tone={toneOf(robot)} />
							{t(`robot.${robot.status}`)}
						</span>
					</span>
					<span className="tabular truncate text-mini text-text-3">{facts.join(" · ")}</span>
				</span>
				{number <= 9 && <Kbd keys={`Ctrl+${number}`} />}
			</button>
			<IconButton
				label={t(muted ? "robots.unmute" : "robots.mute", { name })}
				size={24}
				aria-pressed={muted}
				onClick={() => onMark(robot.key, { muted: !muted })}
			>
				{muted ? <BellOff size={14} /> : <Bell size={14} />}
			</IconButton>
		</li>
	);
}

function toneOf(robot: Robot) {
	if (robot.status === "online") return "positive";
	if (robot.status === "banned" || robot.status === "kicked") return "danger";
	return robot.status === "offline" ? "warning" : "quiet";
}

const HUES = [1, 2, 3, 4, 5, 6, 7, 8] as const;

function ColourChoice({ known, name, onMark }: { known: KnownRobot; name: string; onMark: Marking }) {
	const { t } = useTranslation();
	const { robot, hue } = known;
	const own = useRobotMarksStore((store) => store.marks[robot.key]?.hue ?? null);
	return (
		<Popover.Root>
			<Popover.Trigger
				render={
					<IconButton label={t("robots.colour", { name })} size={28}>
						<RobotMark name={name} hue={hue} size={20} />
					</IconButton>
				}
			/>
			<Popover.Portal>
				<Popover.Positioner side="bottom" align="start" sideOffset={4} className="z-40">
					<Popover.Popup className="popup-motion flex items-center gap-1 rounded-card bg-surface-3 p-2 shadow-float outline-none">
						<Popover.Title className="sr-only">{t("robots.colour", { name })}</Popover.Title>
						{HUES.map((each) => (
							<button
								key={each}
								type="button"
								aria-pressed={own === each}
								aria-label={t("robots.colourN", { number: String(each) })}
								data-hue={each}
								onClick={() => onMark(robot.key, { hue: each })}
								className="robot-colour flex size-6 items-center justify-center rounded-control"
							>
								{hue === each && <Check size={14} aria-hidden="true" />}
							</button>
						))}
						<button
							type="button"
							aria-pressed={own === null}
							onClick={() => onMark(robot.key, { hue: null })}
							className={classes(
								"h-6 rounded-control px-1.5 text-small hover:bg-hover",
								own === null ? "text-accent-text" : "text-text-2",
							)}
						>
							{t("robots.colourAuto")}
						</button>
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	);
}
