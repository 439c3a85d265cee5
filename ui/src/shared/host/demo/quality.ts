/** Reviewing and quality in the demo world. */
import type {
	AgentKey,
	ChatKey,
	Flag,
	FlagEvent,
	FlagPage,
	FlagQuery,
	FlagStatus,
	QualityReport,
	QualityRule,
	ReviewPage,
	ReviewQuery,
	RuleState,
	Sample,
	SampledChat,
	SampleRequest,
	Score,
	ScoreCard,
	ScoreEntry,
	ThreadMessage,
} from "@/bindings";
import { chatOf, chatPath } from "../keys";
import type { DemoCommands, DemoEngine } from "./engine";
import type { DemoChat } from "./world";

const STANDARD: ScoreCard = {
	id: "standard",
	name: "",
	items: [
		{ id: "attitude", name: "", weight: 30, most: 5 },
		{ id: "speed", name: "", weight: 20, most: 5 },
		{ id: "accuracy", name: "", weight: 30, most: 5 },
		{ id: "rules", name: "", weight: 20, most: 5 },
	],
};

const RULES: QualityRule[] = [
	{ id: "money", name: "涉及钱款的承诺", check: { kind: "money", side: "us" }, scope: null, on: true },
	{ id: "late", name: "回复超时", check: { kind: "late", minutes: 15 }, scope: "single", on: true },
	{
		id: "words",
		name: "绝对化用语",
		check: { kind: "words", words: ["最低价", "绝对", "保证"], side: "us" },
		scope: null,
		on: false,
	},
];

function agentOf(message: ThreadMessage): AgentKey {
	if (message.origin === "console") return "console";
	if (message.assignee !== null) return `=${message.assignee}`;
	return message.origin === "phone" ? "phone" : "unknown";
}

export function qualityCommands({
	chats,
	chat,
	push,
}: Pick<DemoEngine, "chats" | "chat" | "push">): DemoCommands {
	let rules: RuleState[] = RULES.map((rule) => ({ rule, openFlags: 0, percent: rule.on ? 100 : 0 }));
	const flags: Flag[] = chats()
		.slice(0, 24)
		.flatMap(({ row, messages }, index): Flag[] => {
			const ours = messages.find((each) => each.direction === "out" && each.content.kind === "text");
			if (index % 3 !== 0 || ours === undefined || ours.content.kind !== "text") return [];
			const late = index % 2 === 0;
			return [
				{
					id: `flag-${index}`,
					rule: late ? "late" : "money",
					ruleName: late ? "回复超时" : "涉及钱款的承诺",
					message: ours.key,
					chatName: row.remark ?? row.name,
					agent: agentOf(ours),
					at: ours.timestamp,
					found: late ? "" : ours.content.text.slice(0, 2),
					waitMs: late ? 26 * 60_000 : null,
					text: ours.content.text,
					status: index === 6 ? "confirmed" : "open",
				},
			];
		});
	const events = new Map<string, FlagEvent[]>();
	let samples: Sample[] = [];
	const drawn = new Map<string, SampledChat[]>();
	let cards: ScoreCard[] = [STANDARD];
	let scores: Score[] = [];
	const open = () => flags.filter((flag) => flag.status === "open").length;
	const tell = () => push([{ kind: "quality", open: open() }]);
	let next = 0;
	const id = () => {
		next += 1;
		return `demo-${next}`;
	};

	return {
		review_chats: ({ query }: { query: ReviewQuery }): ReviewPage => {
			const fits = ({ row, messages }: DemoChat) =>
				(query.robot === null || row.key.robotKey === query.robot) &&
				(query.kind === null || row.kind === query.kind) &&
				(row.remark ?? row.name).includes(query.customer) &&
				(query.agent === null ||
					messages.some((each) => each.direction === "out" && agentOf(each) === query.agent)) &&
				(query.text === "" ||
					messages.some((each) => each.content.kind === "text" && each.content.text.includes(query.text)));
			return {
				chats: chats()
					.filter(fits)
					.map(({ row, messages }) => ({
						row,
						begin: messages[0]?.key.messageId ?? null,
						openFlags: flags.filter(
							(flag) => flag.status === "open" && chatPath(chatOf(flag.message)) === chatPath(row.key),
						).length,
					}))
					.filter(({ openFlags }) => !query.flagged || openFlags > 0),
				next: null,
			};
		},
		review_agents: (): AgentKey[] => ["=小红", "=小李", "console", "phone", "unknown"],
		quality_rules: () =>
			rules.map((state) => ({
				...state,
				openFlags: flags.filter((flag) => flag.rule === state.rule.id && flag.status === "open").length,
			})),
		save_quality_rule: ({ rule }: { rule: QualityRule }) => {
			const kept = { ...rule, id: rule.id === "" ? id() : rule.id };
			const state = { rule: kept, openFlags: 0, percent: 100 };
			rules = rules.some((each) => each.rule.id === kept.id)
				? rules.map((each) => (each.rule.id === kept.id ? state : each))
				: [...rules, state];
			tell();
			return kept;
		},
		delete_quality_rule: (args: { id: string }) => {
			rules = rules.filter((each) => each.rule.id !== args.id);
			tell();
			return null;
		},
		quality_flags: ({ query }: { query: FlagQuery }): FlagPage => {
			const found = flags.filter(
				(flag) =>
					(query.status === null || flag.status === query.status) &&
					(query.rule === null || flag.rule === query.rule) &&
					(query.chat === null || chatPath(chatOf(flag.message)) === chatPath(query.chat)),
			);
			return { flags: found, total: found.length, next: null };
		},
		decide_flags: (args: { flags: string[]; status: FlagStatus; note: string }) => {
			for (const [index, flag] of flags.entries()) {
				if (!args.flags.includes(flag.id)) continue;
				flags[index] = { ...flag, status: args.status };
				const event = { at: Date.now(), by: "practice", status: args.status, note: args.note };
				events.set(flag.id, [...(events.get(flag.id) ?? []), event]);
			}
			tell();
			return null;
		},
		flag_history: ({ flag }: { flag: string }) => events.get(flag) ?? [],
		draw_sample: ({ request }: { request: SampleRequest }) => {
			const sample = id();
			const all = chats().flatMap(({ row, messages }): SampledChat[] => {
				const first = messages.find((each) => each.direction === "out");
				if (first === undefined) return [];
				return [
					{
						agent: agentOf(first),
						chat: row.key,
						chatName: row.name,
						begin: first.key.messageId,
						score: null,
					},
				];
			});
			const perAgent = new Map<AgentKey, SampledChat[]>();
			for (const each of all) perAgent.set(each.agent, [...(perAgent.get(each.agent) ?? []), each]);
			const taken = [...perAgent.values()].flatMap((list) => list.slice(0, request.perAgent));
			drawn.set(sample, taken);
			samples = [{ id: sample, request, drawnAt: Date.now(), size: taken.length, scored: 0 }, ...samples];
			return sample;
		},
		samples: () => samples,
		sampled_chats: ({ sample }: { sample: string }) => drawn.get(sample) ?? [],
		delete_sample: ({ sample }: { sample: string }) => {
			samples = samples.filter((each) => each.id !== sample);
			return null;
		},
		score_cards: () => cards,
		save_score_card: ({ card }: { card: ScoreCard }) => {
			const kept = {
				...card,
				id: card.id === "" ? id() : card.id,
				items: card.items.map((item) => ({ ...item, id: item.id === "" ? id() : item.id })),
			};
			cards = [...cards.filter((each) => each.id !== kept.id), kept];
			return kept;
		},
		delete_score_card: (args: { id: string }) => {
			cards = cards.filter((each) => each.id !== args.id);
			return null;
		},
		save_score: ({ entry }: { entry: ScoreEntry }): Score => {
			const whole = entry.card.items.reduce((sum, item) => sum + item.weight, 0);
			const got = entry.card.items.reduce((sum, item) => {
				const given = entry.items.find((each) => each.item === item.id)?.points ?? 0;
				return sum + (item.weight * given) / item.most;
			}, 0);
			const score = {
				id: id(),
				entry,
				chatName: chat(entry.chat).row.name,
				total: Math.round((got / whole) * 10_000),
				at: Date.now(),
				by: "practice",
			};
			const same = (each: Score) =>
				each.entry.sample === entry.sample &&
				each.entry.agent === entry.agent &&
				chatPath(each.entry.chat) === chatPath(entry.chat);
			scores = [score, ...scores.filter((each) => !same(each))];
			const sample = entry.sample === null ? undefined : drawn.get(entry.sample);
			if (entry.sample !== null && sample !== undefined) {
				const scored = sample.map((each) =>
					chatPath(each.chat) === chatPath(entry.chat) ? { ...each, score: score.total } : each,
				);
				drawn.set(entry.sample, scored);
				const count = scored.filter((each) => each.score !== null).length;
				samples = samples.map((each) => (each.id === entry.sample ? { ...each, scored: count } : each));
			}
			tell();
			return score;
		},
		scores_of: ({ chat: key }: { chat: ChatKey }) =>
			scores.filter((each) => chatPath(each.entry.chat) === chatPath(key)),
		delete_score: (args: { id: string }) => {
			scores = scores.filter((each) => each.id !== args.id);
			tell();
			return null;
		},
		quality_report: ({ since, until }: { since: number; until: number }): QualityReport => ({
			since,
			until,
			scores: [
				{ agent: "=小红", scored: 5, average: 8840, lowest: 7600, highest: 9600 },
				{ agent: "=小李", scored: 5, average: 9320, lowest: 8800, highest: 10_000 },
			],
			flags: flags.map(({ agent, rule, ruleName, status }) => ({ agent, rule, ruleName, status, count: 1 })),
		}),
	};
}
