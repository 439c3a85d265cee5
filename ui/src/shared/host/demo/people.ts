/**
 * Customers, groups, tags, friend requests and robot queues of the demo world. Actions take a moment and then succeed;
 * a remark or a group name with “拒绝” in it is refused, one with “不明” never gets an answer.
 */
import type {
	Action,
	ActionDecision,
	ActionState,
	AlsoKnown,
	CarriedTag,
	Change,
	ChatKey,
	Customer,
	CustomerCard,
	GroupCard,
	GroupMember,
	KnownTags,
	Note,
	QueuedAction,
	ReceivedRequest,
	Robot,
	TagLibrary,
} from "@/bindings";
import { chatPath } from "../keys";
import { oldActions } from "./actions";
import { NAMES } from "./words";
import type { DemoChat } from "./world";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const LIBRARY: TagLibrary = {
	groups: [
		tagGroup("10", "客户等级", ["VIP", "金卡", "银卡", "潜在客户"]),
		tagGroup("20", "购买意向", ["高意向", "观望", "复购", "已流失"]),
		tagGroup("30", "售后", ["退换货", "投诉", "重点跟进", "物流问题（快递丢件、破损、超时未揽收）"]),
		tagGroup("40", "个人标签", ["重点跟进", "生日 11 月", "🎁 送过礼"]),
	],
	personal: "40",
};

function tagGroup(id: string, name: string, names: string[]) {
	// The platform's ids are above 2^53, and neighbours collapse into one as a number.
	return {
		id: `140737527036076${id}`,
		name,
		tags: names.map((each, at) => ({ id: `140737527036${id}${at + 22}`, name: each })),
	};
}

type Ports = {
	robots: () => readonly Robot[];
	chats: () => readonly DemoChat[];
	push: (changes: Change[]) => void;
	scene: string;
};

export function fakePeople(ports: Ports): Record<string, (args: never) => unknown> {
	const started = Date.now();
	const empty = ["empty", "first"].includes(ports.scene);
	const customers = new Map<string, CustomerCard>();
	const groups = new Map<string, GroupCard>();
	const notes = new Map<string, Note[]>();
	const actions = new Map<string, QueuedAction>(
		(empty ? [] : oldActions(started, ports.robots(), ports.chats())).map((row) => [row.id, row]),
	);
	const requests = empty ? [] : friendRequests(started, ports.robots());
	let counter = 0;

	const library = (robotKey: string): KnownTags => ({
		robotKey,
		library: LIBRARY,
		asOf: started - 8 * MINUTE,
		checkedAt: started - 3 * MINUTE,
	});
	const chatOf = (robot: string, user: string) =>
		ports.chats().find(({ row }) => row.key.robotKey === robot && row.key.chatUser === user);

	function customer(robot: string, id: string): CustomerCard | null {
		const path = `${robot}/${id}`;
		const known = customers.get(path);
		if (known) return known;
		const chat = chatOf(robot, id);
		const stranger = NAMES[Number(id.slice(-5)) - 20_000];
		if (!chat && stranger !== undefined && id.startsWith("78813005")) {
			const plain = plainCustomer(robot, id, stranger, started);
			return {
				customer: plain,
				tags: [],
				ambiguous: [],
				tagsCheckedAt: null,
				tagsDoubtful: false,
				alsoKnownTo: [],
			};
		}
		if (!chat || chat.row.name === "许愿") return null;
		const index = ports.chats().indexOf(chat);
		const card = customerCard(chat, index, started, ports.robots());
		customers.set(path, card);
		return card;
	}

	function group(robot: string, id: string): GroupCard | null {
		const path = `${robot}/${id}`;
		const known = groups.get(path);
		if (known) return known;
		const chat = chatOf(robot, id);
		const owner = ports.robots().find((each) => each.key === robot);
		if (!chat || !owner) return null;
		const card = groupCard(chat, owner, started);
		groups.set(path, card);
		return card;
	}

	function enqueue(robotKey: string, action: Action): string {
		counter += 1;
		const id = `${new Date().toISOString().replace(/\D/g, "")}${String(counter).padStart(6, "0")}`;
		const row: QueuedAction = {
			id,
			robotKey,
			action,
			sent: null,
			carriedBy: null,
			requestedBy: { kind: "person", account: "practice" },
			requestedAt: Date.now(),
			state: { state: "queued" },
			attempts: 0,
			finishedAt: null,
			reply: null,
			decidedAt: null,
		};
		actions.set(id, row);
		ports.push([{ kind: "actions", rows: [row] }]);
		// One at a time for each robot, as the engine does it.
		const ahead = [...actions.values()].filter(
			(each) => each.robotKey === robotKey && ["queued", "inFlight"].includes(each.state.state),
		).length;
		if (ports.scene === "offline") return id;
		setTimeout(() => move(id, { state: "inFlight", at: Date.now() }), 300 + (ahead - 1) * 1500);
		setTimeout(() => settle(id), 1500 + (ahead - 1) * 1500);
		return id;
	}

	function move(id: string, state: ActionState, rest: Partial<QueuedAction> = {}) {
		const row = actions.get(id);
		if (!row || row.state.state === "cancelled") return;
		const settled = state.state !== "queued" && state.state !== "inFlight";
		const next = { ...row, ...rest, state, attempts: 1, finishedAt: settled ? Date.now() : null };
		actions.set(id, next);
		ports.push([{ kind: "actions", rows: [next] }]);
	}

	function settle(id: string) {
		const row = actions.get(id);
		if (row?.state.state !== "inFlight") return;
		const words = JSON.stringify(row.action);
		if (words.includes("不明")) return move(id, { state: "unknown" });
		if (words.includes("拒绝")) {
			const reply = {
				code: "1",
				msg: "操作过于频繁，请稍后再试",
				outcome: { kind: "refused", reason: "other" } as const,
			};
			return move(id, { state: "refused" }, { reply });
		}
		ports.push(effects(row));
		move(id, { state: "done" }, { reply: { code: "0", msg: "ok", outcome: null } });
	}

	function effects({ robotKey, action }: QueuedAction): Change[] {
		switch (action.kind) {
			case "setRemark":
			case "changeTags": {
				const card = customer(robotKey, action.customer);
				if (!card) return [];
				const next = action.kind === "setRemark" ? remarked(card, action) : tagged(card, action);
				customers.set(`${robotKey}/${action.customer}`, next);
				return [{ kind: "customers", cards: [next] }];
			}
			case "acceptFriend":
				return request(robotKey, action.from, "accepted");
			case "renameGroup":
			case "kick":
			case "changeAdmins": {
				const card = group(robotKey, action.group);
				if (!card) return [];
				const next = regrouped(card, action);
				groups.set(`${robotKey}/${action.group}`, next);
				return [{ kind: "groups", cards: [next] }];
			}
			case "queryTags":
				return [{ kind: "tags", tags: library(robotKey) }];
			default:
				return [];
		}
	}

	function request(robot: string, from: string, state: ReceivedRequest["state"]): Change[] {
		const at = requests.findIndex((each) => each.robotKey === robot && each.request.from === from);
		const known = requests[at];
		if (!known) return [];
		requests[at] = { ...known, state };
		return [{ kind: "requests", rows: [requests[at] as ReceivedRequest] }];
	}

	return {
		customer_card: ({ robot, customer: id }: { robot: string; customer: string }) => customer(robot, id),
		group_card: ({ robot, group: id }: { robot: string; group: string }) => group(robot, id),
		read_members: () => new Promise((done) => setTimeout(() => done(null), 900)),
		tag_library: ({ robot }: { robot: string }) => (empty ? null : library(robot)),
		friend_requests: () => requests,
		accept_friend: ({ robot, from }: { robot: string; from: string }) => {
			ports.push(request(robot, from, "accepting"));
			return enqueue(robot, { kind: "acceptFriend", from });
		},
		ignore_friend: ({ robot, from }: { robot: string; from: string }) => {
			ports.push(request(robot, from, "ignored"));
			return null;
		},
		sync_contacts: () => Date.now() + 10 * MINUTE,
		act: ({ robot, action }: { robot: string; action: Action }) => enqueue(robot, action),
		action: ({ id }: { id: string }) => actions.get(id) ?? null,
		actions: ({ robot, before, limit }: { robot: string | null; before: string | null; limit: number }) => {
			const all = [...actions.values()]
				.filter((row) => robot === null || row.robotKey === robot)
				.sort((a, b) => b.requestedAt - a.requestedAt || (a.id < b.id ? 1 : -1));
			const start = before === null ? 0 : all.findIndex((row) => row.id === before) + 1;
			return all.slice(start, start + limit);
		},
		undecided_actions: () =>
			[...actions.values()].filter((row) => row.state.state === "unknown" && row.decidedAt === null),
		cancel_action: ({ id }: { id: string }) => {
			move(id, { state: "cancelled" });
			return null;
		},
		decide_action: ({ id, decision }: { id: string; decision: ActionDecision }) => {
			const row = actions.get(id);
			if (!row) return null;
			const decided = { ...row, decidedAt: Date.now() };
			actions.set(id, decided);
			ports.push([{ kind: "actions", rows: [decided] }]);
			if (decision === "wasDone") ports.push(effects(row));
			return decision === "doAgain" ? enqueue(row.robotKey, row.action) : null;
		},
		notes: ({ chat }: { chat: ChatKey }) => notesOf(chat),
		save_note: ({ chat, id, text }: { chat: ChatKey; id: string | null; text: string }) => {
			const note: Note = { id: id ?? `n${Date.now()}`, text, at: Date.now(), by: "practice" };
			const others = notesOf(chat).filter((each) => each.id !== id);
			notes.set(chatPath(chat), [note, ...others]);
			return note;
		},
		delete_note: ({ chat, id }: { chat: ChatKey; id: string }) => {
			notes.set(
				chatPath(chat),
				notesOf(chat).filter((each) => each.id !== id),
			);
			return null;
		},
		also_known: ({ chat }: { chat: ChatKey }) => alsoKnown(chat, ports),
	};

	function notesOf(chat: ChatKey): Note[] {
		const path = chatPath(chat);
		const first: Note = {
			id: "n1",
			text: "上周答应补一张 20 元券，还没发。\n只在工作日下午回电话。",
			at: started - 3 * DAY,
			by: "小红",
		};
		const known =
			notes.get(path) ?? (chatOf(chat.robotKey, chat.chatUser)?.row.name === "王小满" ? [first] : []);
		notes.set(path, known);
		return known;
	}
}

function plainCustomer(robotKey: string, id: string, name: string, now: number): Customer {
	return {
		robotKey,
		id,
		name,
		remark: null,
		description: null,
		avatarUrl: null,
		phone: null,
		relationship: "normal",
		isWechat: true,
		createdAt: now - 90 * DAY,
	};
}

function customerCard(chat: DemoChat, index: number, now: number, robots: readonly Robot[]): CustomerCard {
	const { key, name } = chat.row;
	const tag = (group: number, at: number): CarriedTag => ({
		id: LIBRARY.groups[group]?.tags[at]?.id ?? "",
		name: LIBRARY.groups[group]?.tags[at]?.name ?? null,
		group: LIBRARY.groups[group]?.name ?? null,
		knownSince: now - 2 * DAY,
		source: "swept",
	});
	const rich = index < 3;
	const followUp = LIBRARY.groups.flatMap((group) =>
		group.tags.filter((each) => each.name === "重点跟进").map((each) => ({ tag: each, group: group.name })),
	);
	return {
		customer: {
			...plainCustomer(key.robotKey, key.chatUser, name, now),
			avatarUrl: chat.row.avatarUrl,
			remark: rich ? `老客-${name.slice(0, 1)}` : null,
			description: rich ? "复购三次，喜欢墨绿色；发票抬头：苏州满满科技有限公司" : null,
			phone: index % 3 === 0 ? "13812345678" : null,
			relationship: name === "张伟" ? "deletedUs" : "normal",
			isWechat: index % 5 !== 4,
		},
		tags: rich ? [tag(0, 0), tag(1, 2), tag(2, 3)] : index % 4 === 0 ? [tag(1, 0)] : [],
		ambiguous: rich ? [{ name: "重点跟进", candidates: followUp, knownSince: now - DAY }] : [],
		tagsCheckedAt: index % 7 === 6 ? null : now - 3 * MINUTE,
		tagsDoubtful: false,
		alsoKnownTo: rich ? robots.filter((each) => each.key !== key.robotKey).map((each) => each.key) : [],
	};
}

function groupCard(chat: DemoChat, robot: Robot, now: number): GroupCard {
	const { key, name } = chat.row;
	const member = (id: string, label: string, rest: Partial<GroupMember>): GroupMember => ({
		robotKey: key.robotKey,
		groupId: key.chatUser,
		id,
		name: label,
		avatarUrl: null,
		role: "member",
		isWechat: true,
		isExternal: true,
		isPresent: true,
		...rest,
	});
	const staff = { isWechat: false, isExternal: false };
	const ordinary = [
		member("m-long", "一个名字特别特别长的客户🎉（备注：华东大区团购对接人，请优先回复）", {}),
		member("m-rtl", "מירי כהן", {}),
		...NAMES.map((each, index) => member(`78813005${20_000 + index}`, each, {})),
	];
	const members = [
		member("m-owner", "店长-周舟", { ...staff, role: "owner" }),
		member(robot.wxid, robot.name, { ...staff, role: "admin" }),
		member("m-hong", "小红", staff),
		member("m-qiang", "阿强", staff),
		...ordinary,
	];
	return {
		group: {
			robotKey: key.robotKey,
			id: key.chatUser,
			name,
			ownerId: "m-owner",
			ownerName: "店长-周舟",
			memberCount: members.length,
			isExternal: true,
			isLive: true,
			createdAt: now - 200 * DAY,
		},
		members,
		membersReadAt: now - 12 * MINUTE,
		adminsReadAt: now - 2 * 60 * MINUTE,
	};
}

function remarked(card: CustomerCard, action: Extract<Action, { kind: "setRemark" }>): CustomerCard {
	const { name, description } = action;
	return {
		...card,
		customer: {
			...card.customer,
			remark: name ?? card.customer.remark,
			description: description ?? card.customer.description,
		},
	};
}

function tagged(card: CustomerCard, action: Extract<Action, { kind: "changeTags" }>): CustomerCard {
	const added = LIBRARY.groups.flatMap((group) =>
		group.tags
			.filter((each) => action.add.includes(each.id))
			.map((each) => ({
				id: each.id,
				name: each.name,
				group: group.name,
				knownSince: Date.now(),
				source: "written" as const,
			})),
	);
	const touched = new Set([...action.remove, ...action.add]);
	return { ...card, tags: [...card.tags.filter((each) => !touched.has(each.id)), ...added] };
}

function regrouped(
	card: GroupCard,
	action: Extract<Action, { kind: "renameGroup" | "kick" | "changeAdmins" }>,
): GroupCard {
	switch (action.kind) {
		case "renameGroup":
			return { ...card, group: { ...card.group, name: action.name } };
		case "kick": {
			const members = card.members.filter((each) => !action.members.includes(each.id));
			return { ...card, members, group: { ...card.group, memberCount: members.length } };
		}
		case "changeAdmins": {
			const role = action.op === "add" ? "admin" : "member";
			const rank = { owner: 0, admin: 1, member: 2 };
			const members = card.members
				.map((each) => (action.members.includes(each.id) ? ({ ...each, role } as const) : each))
				.sort((a, b) => rank[a.role] - rank[b.role]);
			return { ...card, members };
		}
	}
}

function alsoKnown(chat: ChatKey, ports: Ports): AlsoKnown[] {
	const known = ports.chats().find(({ row }) => chatPath(row.key) === chatPath(chat));
	if (!known || ports.chats().indexOf(known) >= 3 || known.row.kind === "group") return [];
	const others = ports
		.chats()
		.filter(({ row }) => row.kind === "single" && row.key.robotKey !== chat.robotKey);
	return ports
		.robots()
		.filter((robot) => robot.key !== chat.robotKey)
		.slice(0, 2)
		.map((robot, index) => {
			const other = index === 0 ? others.find(({ row }) => row.key.robotKey === robot.key) : undefined;
			return {
				robotKey: robot.key,
				chat: other?.row.key ?? null,
				lastMessage: other?.row.last ?? null,
				relationship: index === 0 ? "normal" : "deletedUs",
			};
		});
}

function friendRequests(now: number, robots: readonly Robot[]): ReceivedRequest[] {
	const ask = (
		robot: number,
		from: string,
		name: string,
		reason: string,
		minutes: number,
		state: ReceivedRequest["state"],
	): ReceivedRequest => ({
		robotKey: robots[robot]?.key ?? "",
		request: {
			from,
			name,
			avatarUrl: null,
			reason,
			gender: "unknown",
			description: null,
			isWechat: from !== "f4",
		},
		receivedAt: now - minutes * MINUTE,
		state,
	});
	return [
		ask(0, "f1", "夏天的风", "我是朋友介绍来的，想买保温杯送客户", 2, "waiting"),
		ask(1, "f2", "刘国强", "上次买的收到有破损，想换一个", 26, "waiting"),
		ask(
			0,
			"f3",
			"一个名字特别特别长的陌生人🌈🌈（苏州满满科技行政采购部）",
			"你好，我们公司年会需要采购 200 个定制杯子，能不能给一个报价？最好这周内，预算每个 60 元左右，需要开专票。",
			75,
			"waiting",
		),
		ask(2, "f4", "שירה לוי", "", 180, "waiting"),
		ask(1, "f5", "推广小助手", "免费领流量，加我了解", 60 * 26, "ignored"),
		ask(2, "f6", "何以", "我是何以", 60 * 30, "accepted"),
		ask(3, "f7", "曹冲", "门店客户", 60 * 50, "failed"),
	];
}
