/** Who waits, and the figures of the demo world: made up, and fitting together well enough to be looked at. */
import type {
	AgentFigures,
	ChatVolumePage,
	DayFigures,
	Figures,
	HourFigures,
	Interval,
	Metrics,
	MetricsQuery,
	TurnPage,
	TurnQuery,
	WaitingNow,
	WorkHours,
} from "@/bindings";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../time/model";
import { WEEKDAYS } from "../../time/week";
import type { DemoCommands, DemoEngine } from "./engine";
import { wave } from "./wave";

const AGENTS = ["小红", "小兰", "阿强", "晓雯"] as const;

type World = Pick<DemoEngine, "chats" | "robots">;

function figures(size: number, seed: number): Figures {
	const turns = Math.round(size * (0.7 + wave(seed) * 0.6));
	const waiting = Math.round(turns * 0.04);
	const answered = turns - waiting;
	const median = (1.5 + wave(seed + 1) * 4) * MINUTE_MS;
	return {
		turns,
		answered,
		waiting,
		late: Math.round(turns * (0.05 + wave(seed + 2) * 0.1)),
		unattributed: Math.round(answered * 0.06),
		firstResponse: { count: Math.round(answered / 3), median: median * 1.4, p90: median * 5 },
		response: { count: answered, median, p90: median * 4 },
		received: turns * 3,
		sent: Math.round(turns * 2.4),
		activeChats: Math.round(turns / 3),
	};
}

function days(period: Interval, seed: number): DayFigures[] {
	const found: DayFigures[] = [];
	for (let at = period.from + 12 * HOUR_MS; at < period.to; at += DAY_MS) {
		const date = new Date(at);
		const weekend = date.getDay() === 0 || date.getDay() === 6;
		found.push({
			date: new Date(at + 8 * HOUR_MS).toISOString().slice(0, 10),
			figures: figures(weekend ? 90 : 220, seed + Math.floor(at / DAY_MS)),
		});
	}
	return found;
}

function hours(): HourFigures[] {
	return WEEKDAYS.flatMap((weekday, day) =>
		Array.from({ length: 16 }, (_, index): HourFigures => {
			const hour = index + 7;
			const busy = Math.exp(-((hour - 10.5) ** 2) / 6) + 0.9 * Math.exp(-((hour - 20) ** 2) / 5);
			const received = Math.round(busy * (day > 4 ? 60 : 130) * (0.8 + wave(day * 24 + hour) * 0.4));
			return {
				weekday,
				hour,
				received,
				turns: Math.round(received / 3),
				late: Math.round((received / 3) * wave(day + hour) * 0.2),
				median: received < 9 ? null : (1 + busy * 4 * wave(hour)) * MINUTE_MS,
			};
		}),
	);
}

function metrics(query: MetricsQuery, world: World): Metrics {
	const whole = days(query.period, 1);
	const before = query.compare === null ? [] : days(query.compare, 5);
	const size = whole.reduce((sum, day) => sum + day.figures.turns, 0);
	const agents: AgentFigures[] = [
		...AGENTS.map((assignee, index) => ({
			answerer: { kind: "assignee" as const, assignee },
			figures: figures(size / (4 + index), 40 + index),
		})),
		{ answerer: { kind: "console" }, figures: figures(size / 8, 50) },
		{ answerer: { kind: "phone" }, figures: figures(size / 20, 51) },
		{ answerer: { kind: "unattributed" }, figures: figures(size / 18, 52) },
	];
	return {
		total: figures(size, 7),
		compared: query.compare === null ? null : figures(size, 9),
		agents,
		robots: world.robots().map((robot, index) => ({
			robotKey: robot.key,
			figures: figures(size / (2 + index), 60 + index),
		})),
		days: whole,
		comparedDays: before,
		hours: hours(),
		coverage: { completeFrom: query.period.from, chats: 64, chatsNotComplete: 3, indexing: null },
		building: null,
	};
}

export function metricCommands(world: World): DemoCommands {
	let workHours: WorkHours = {
		zone: "Asia/Shanghai",
		days: [...WEEKDAYS],
		hours: { fromMinute: 540, toMinute: 1080 },
		lunch: { fromMinute: 720, toMinute: 780 },
		holidays: ["2026-10-01"],
		extraDays: [],
		limitMinutes: 10,
		silenceHours: 8,
		groups: "mentioned",
	};
	const { chats } = world;
	const incoming = () =>
		chats().flatMap(({ row, messages }) => {
			const message = messages.findLast((each) => each.direction === "in");
			return message === undefined ? [] : [{ row, message }];
		});
	const said = (message: { content: { kind: string; text?: unknown } }) =>
		typeof message.content.text === "string" ? message.content.text : "";

	return {
		work_hours: () => workHours,
		set_work_hours: ({ hours: next }: { hours: WorkHours }) => {
			workHours = next;
			return null;
		},
		waiting_now: ({ days: last }: { days: number }): WaitingNow => {
			const now = Date.now();
			const found = incoming()
				.filter(({ row }) => row.waitingSince !== null && now - row.waitingSince < last * DAY_MS)
				.map(({ row, message }, index) => {
					const since = row.waitingSince ?? now;
					return {
						chat: row.key,
						chatName: row.remark || row.name,
						kind: row.kind,
						robotKey: row.key.robotKey,
						assignee: index % 5 === 4 ? null : (AGENTS[index % AGENTS.length] ?? null),
						since,
						messageId: message.key.messageId,
						text: said(message),
						waited: now - since,
						dueAt: since + 10 * MINUTE_MS,
						isLate: now - since > 10 * MINUTE_MS,
					};
				})
				.sort((a, b) => a.since - b.since);
			return {
				chats: found,
				late: found.filter((each) => each.isLate).length,
				at: now,
				isWorkingTime: true,
			};
		},
		metrics: ({ query }: { query: MetricsQuery }) => metrics(query, world),
		metric_turns: ({ query }: { query: TurnQuery }): TurnPage => {
			const turns = incoming().map(({ row, message }, index) => ({
				chat: row.key,
				chatName: row.remark || row.name,
				kind: row.kind,
				startedAt: message.timestamp,
				messageId: message.key.messageId,
				text: said(message),
				answeredAt: index % 7 === 0 ? null : message.timestamp + index * MINUTE_MS,
				answerer:
					index % 7 === 0
						? null
						: { kind: "assignee" as const, assignee: AGENTS[index % AGENTS.length] ?? "" },
				waited: Math.round(60 / (index + 1)) * MINUTE_MS,
				isLate: index < 6,
				isFirst: index % 3 === 0,
			}));
			return { turns: turns.slice(query.skip, query.skip + query.limit), total: turns.length };
		},
		metric_chats: (): ChatVolumePage => {
			const found = incoming().map(({ row, message }, index) => ({
				chat: row.key,
				chatName: row.remark || row.name,
				kind: row.kind,
				received: Math.max(1, 40 - index),
				sent: Math.max(0, 30 - index),
				messageId: message.key.messageId,
			}));
			return { chats: found.slice(0, 50), total: found.length };
		},
		save_tables: () => null,
	};
}
