/** Broadcasts of the demo world: one that is started is sent at once. */
import type {
	BroadcastConfirmation,
	BroadcastDraft,
	BroadcastPlan,
	BroadcastRecord,
	Robot,
} from "@/bindings";
import { DAY_MS, MINUTE_MS } from "../../time/model";
import type { DemoCommands, DemoEngine } from "./engine";
import { isEmpty } from "./scene";
import { NAMES } from "./words";

const PAUSE_MS = 30_000;
const HALF_AN_HOUR_MS = 30 * MINUTE_MS;
const BY = { kind: "person", account: "practice" } as const;

export function broadcastCommands({ push, robots }: Pick<DemoEngine, "push" | "robots">): DemoCommands {
	const broadcasts: BroadcastRecord[] = isEmpty ? [] : oldBroadcasts(robots());

	function plan(draft: BroadcastDraft): BroadcastPlan {
		const now = Date.now();
		const recipients = draft.audience.recipients.reduce((sum, robot) => sum + robot.to.length, 0);
		const id = `b${broadcasts.length + 1}`;
		broadcasts.unshift({
			id,
			draft,
			state: "planned",
			requestedBy: BY,
			plannedAt: now,
			startedAt: null,
			finishedAt: null,
			answer: "",
			decidedAt: null,
			recipients,
			delivered: 0,
		});
		const endsAt = now + Math.max(0, recipients - 1) * PAUSE_MS;
		return {
			id,
			draft,
			recipients,
			leftOut: draft.audience.recipients.slice(0, 1).flatMap(({ robotKey, to }) =>
				to.slice(0, 2).map((chatUser) => ({
					robotKey,
					chatUser,
					name: "重名的林女士",
					why: { kind: "writtenToBy" as const, robotKey: robots()[1]?.key ?? robotKey },
				})),
			),
			warnings: recipients > 20 ? [{ kind: "quietHours" }] : [],
			plannedAt: now,
			startsAt: now,
			endsAtEarliest: endsAt,
			endsAtLatest: endsAt,
			validUntil: now + HALF_AN_HOUR_MS,
		};
	}

	function settle(id: string, change: Partial<BroadcastRecord>): BroadcastRecord | null {
		const place = broadcasts.findIndex((each) => each.id === id);
		const found = broadcasts[place];
		if (!found) return null;
		const next = { ...found, ...change };
		broadcasts[place] = next;
		push([{ kind: "broadcasts", rows: [next] }]);
		return next;
	}

	return {
		check_broadcast: () => null,
		plan_broadcast: ({ draft }: { draft: BroadcastDraft }) => plan(draft),
		start_broadcast: ({ id }: { id: string; confirmation: BroadcastConfirmation }) =>
			settle(id, { state: "sent", startedAt: Date.now(), finishedAt: Date.now() }),
		dismiss_broadcast: ({ id }: { id: string }) => {
			settle(id, { state: "discarded", decidedAt: Date.now() });
			return null;
		},
		broadcasts: () => broadcasts,
		broadcast: ({ id }: { id: string }) => {
			const record = broadcasts.find((each) => each.id === id);
			return record ? { record, audience: audienceOf(record), leftOut: [] } : null;
		},
	};
}

function audienceOf(record: BroadcastRecord) {
	const all = record.draft.audience.recipients.flatMap(({ robotKey, to }) =>
		to.map((chatUser) => ({ robotKey, chatUser })),
	);
	return all.map((each, index) => ({
		...each,
		name: NAMES[index % NAMES.length] ?? "",
		partsSeen: index < record.delivered ? record.draft.contents.length : 0,
		deliveredAt: index < record.delivered ? (record.startedAt ?? 0) + index * PAUSE_MS : null,
	}));
}

function oldBroadcasts(robots: readonly Robot[]): BroadcastRecord[] {
	const now = Date.now();
	const old = (id: string, name: string, days: number, rest: Partial<BroadcastRecord>): BroadcastRecord => ({
		id,
		draft: {
			name,
			contents: [
				{ kind: "text", text: "双 12 预热开始啦，老客专享第二件半价，回复“要”帮您留货。" },
				{
					kind: "link",
					title: "双 12 会场",
					link: "https://shop.example.com/1212",
					description: "墨绿色保温杯到货",
					coverUrl: null,
					isMusic: false,
				},
			],
			audience: {
				kind: "customers",
				recipients: robots.slice(0, 2).map(({ key }) => ({
					robotKey: key,
					to: Array.from({ length: 9 }, (_, index) => `78813006${20_000 + index}`),
				})),
			},
			schedule: { kind: "now" },
			pace: { kind: "default" },
		},
		state: "sent",
		requestedBy: BY,
		plannedAt: now - days * DAY_MS,
		startedAt: now - days * DAY_MS,
		finishedAt: now - days * DAY_MS + 800,
		answer: "",
		decidedAt: null,
		recipients: 18,
		delivered: 0,
		...rest,
	});
	return [
		old("old3", "到货提醒", 0.05, { state: "unknown", finishedAt: null, delivered: 3 }),
		old("old2", "双 12 预热", 2, { delivered: 16 }),
		old("old1", "测试群发", 9, { state: "refused", answer: "机器人未登录" }),
	];
}
