/** What the stand-in engine answers a team lead: made-up figures that fit together well enough to be looked at. */
import type {
	AgentFigures,
	AuditEntry,
	AuditPage,
	AuditQuery,
	ChatVolumePage,
	DayFigures,
	Figures,
	HealthReport,
	HourFigures,
	Interval,
	Metrics,
	MetricsQuery,
	Robot,
	StatusStretch,
	TurnPage,
	TurnQuery,
	WaitingNow,
	Weekday,
	WorkHours,
} from "@/bindings";
import type { DemoChat } from "./world";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK: readonly Weekday[] = [
	"monday",
	"tuesday",
	"wednesday",
	"thursday",
	"friday",
	"saturday",
	"sunday",
];
const AGENTS = ["小红", "小兰", "阿强", "晓雯"] as const;

type World = { chats: () => Iterable<DemoChat>; robots: () => readonly Robot[]; empty: boolean };

/** The same for the same number, so that nothing jumps when it is read again. */
function wave(seed: number): number {
	const value = Math.sin(seed * 12.9898) * 43758.5453;
	return value - Math.floor(value);
}

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
	return WEEK.flatMap((weekday, day) =>
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

export function leadCommands(world: World): Record<string, (args: never) => unknown> {
	let workHours: WorkHours = {
		zone: "Asia/Shanghai",
		days: [...WEEK],
		hours: { fromMinute: 540, toMinute: 1080 },
		lunch: { fromMinute: 720, toMinute: 780 },
		holidays: ["2026-10-01"],
		extraDays: [],
		limitMinutes: 10,
		silenceHours: 8,
		groups: "mentioned",
	};
	const chats = () => (world.empty ? [] : [...world.chats()]);
	const incoming = () =>
		chats().flatMap(({ row, messages }) => {
			const message = [...messages].reverse().find((each) => each.direction === "in");
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
		audit: ({ query }: { query: AuditQuery }): AuditPage => ({
			entries: chats()
				.slice(0, 30)
				.map((chat, index) => auditEntry(chat, index))
				.filter(
					(entry) =>
						(query.kind === null || entry.item.kind === query.kind) &&
						(query.outcome === null || entry.outcome === query.outcome),
				),
			next: null,
		}),
		health_report: ({ period }: { period: Interval }) => health(period, world),
	};
}

function auditEntry({ row }: DemoChat, index: number): AuditEntry {
	const at = Date.now() - index * 13 * MINUTE_MS;
	const refused = index % 6 === 3;
	if (index % 3 === 0)
		return {
			at,
			outcome: refused ? "refused" : "done",
			item: {
				kind: "action",
				action: {
					id: `audit-${index}`,
					robotKey: row.key.robotKey,
					action: {
						kind: "setRemark",
						customer: row.key.chatUser,
						name: `老客-${row.name}`,
						description: null,
					},
					sent: null,
					carriedBy: null,
					requestedBy: { kind: "person", account: "manman-kefu" },
					requestedAt: at,
					state: { state: refused ? "refused" : "done" },
					attempts: 1,
					finishedAt: at + 900,
					reply: { code: refused ? "1" : "0", msg: refused ? "操作过于频繁" : "成功", outcome: null },
					decidedAt: null,
				},
			},
		};
	return {
		at,
		outcome: index % 7 === 5 ? "unknown" : "done",
		item: {
			kind: "send",
			chatName: row.name,
			send: {
				id: `send-${index}`,
				chat: row.key,
				chatId: row.chatId,
				content: { kind: "text", text: "您好，已经为您查询，今天下午发货。", mentions: [] },
				createdAt: at,
				state: { state: "confirmed" },
				attempts: 1 + (index % 2),
				echoedAs: null,
				attachment: null,
				cover: null,
				notBefore: null,
			},
		},
	};
}

function health(period: Interval, world: World): HealthReport {
	const whole = period.to - period.from;
	const at = (share: number) => period.from + whole * share;
	const robots = world.robots().map((robot, index) => {
		const fell = 0.2 + index * 0.25;
		const stretches: StatusStretch[] = [
			{ status: "online", from: at(0), to: at(fell) },
			{ status: "offline", from: at(fell), to: at(fell + 0.06) },
			{ status: "starting", from: at(fell + 0.06), to: at(fell + 0.07) },
			{ status: robot.status, from: at(fell + 0.07), to: at(1) },
		];
		return { robotKey: robot.key, stretches };
	});
	const named = world.empty ? [] : [...world.chats()];
	return {
		period,
		robots,
		line: [
			{ state: "closed", from: at(0), to: at(0.3) },
			{ state: "connecting", from: at(0.3), to: at(0.302) },
			{ state: "catchingUp", from: at(0.302), to: at(0.315) },
			{ state: "live", from: at(0.315), to: at(0.62) },
			{ state: "offline", from: at(0.62), to: at(0.64) },
			{ state: "live", from: at(0.64), to: at(1) },
		],
		lag: Array.from({ length: 40 }, (_, index) => ({
			at: at(0.32 + index * 0.017),
			messages: 20 + Math.round(wave(index) * 60),
			mean: 700 + wave(index) * 900,
			worst: 1800 + wave(index + 3) * (index === 19 ? 42_000 : 5000),
		})),
		gaps: named.slice(3, 6).map(({ row }, index) => ({
			chat: row.key,
			chatName: row.name,
			gap: { from: at(0.6), to: at(0.62 + index * 0.01) },
		})),
		gapsTotal: named.slice(3, 6).length,
		sends: named.slice(6, 9).flatMap(({ row, messages }, index) => {
			const message = messages.at(-1);
			if (message === undefined) return [];
			return [
				{
					key: message.key,
					chatName: row.name,
					at: at(0.7 + index * 0.05),
					text: "您好，您的退款已经提交，预计一到三天到账。",
					trouble: (["refused", "unconfirmed", "failed"] as const)[index] ?? "refused",
				},
			];
		}),
		sendsTotal: named.slice(6, 9).length,
		unrecognised: 2,
	};
}
