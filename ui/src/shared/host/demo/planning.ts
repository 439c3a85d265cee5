/** What the stand-in engine answers about broadcasts, adding people, groups and lists: enough for a view to be looked at. */
import type {
	AddingList,
	AddingRules,
	BroadcastConfirmation,
	BroadcastDraft,
	BroadcastPlan,
	BroadcastRecord,
} from "@/bindings";

const PAUSE_MS = 30_000;
const HALF_AN_HOUR_MS = 1_800_000;
const BY = { kind: "person", account: "practice" } as const;

const broadcasts: BroadcastRecord[] = [];
const lists: AddingList[] = [];
let rules: AddingRules = {
	dailyCap: 20,
	leastPauseS: 180,
	mostPauseS: 420,
	quiet: { fromMinute: 1320, toMinute: 480 },
};

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
		leftOut: [],
		warnings: [],
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
	return next;
}

export const planningCommands = {
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
		return record ? { record, audience: [], leftOut: [] } : null;
	},
	add_by_phone: ({
		robot,
		phones,
		greeting,
	}: {
		robot: string;
		phones: string[];
		greeting: string | null;
	}) => {
		const id = `a${lists.length + 1}`;
		lists.unshift({
			id,
			robotKey: robot,
			greeting,
			requestedBy: BY,
			requestedAt: Date.now(),
			cancelledAt: null,
			phones: phones.map((phone) => ({ phone, state: "waiting", action: null, finishedAt: null, msg: "" })),
		});
		return id;
	},
	addings: () => lists,
	cancel_adding: () => null,
	adding_rules: () => rules,
	set_adding_rules: (args: { rules: AddingRules }) => {
		rules = args.rules;
		return null;
	},
	download_groups: ({ path }: { path: string }) => ({ path, bytes: 8192 }),
	copy_group_settings: () => null,
	replace_admin: () => "r1",
	admin_replacements: () => [],
};
