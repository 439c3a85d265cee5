/** The customers of the demo world, and what robots do to them. */
import type {
	Action,
	AlsoKnown,
	CarriedTag,
	Change,
	ChatKey,
	Customer,
	CustomerCard,
	Robot,
} from "@/bindings";
import { DAY_MS, MINUTE_MS } from "../../time/model";
import { chatPath } from "../keys";
import type { DemoEngine } from "./engine";
import { allTags, LIBRARY } from "./tags";
import { NAMES } from "./words";
import type { DemoChat } from "./world";

type CustomerAction = Extract<Action, { kind: "setRemark" | "changeTags" }>;

/** So many customers of the first rows are known in full, and to other robots too. */
const WELL_KNOWN = 3;

export class DemoCustomers {
	readonly #engine: Pick<DemoEngine, "chats" | "robots">;
	readonly #started = Date.now();
	readonly #cards = new Map<string, CustomerCard>();

	constructor(engine: Pick<DemoEngine, "chats" | "robots">) {
		this.#engine = engine;
	}

	card(robotKey: string, id: string): CustomerCard | null {
		const path = chatPath({ robotKey, chatUser: id });
		const known = this.#cards.get(path);
		if (known) return known;
		const index = this.#engine.chats().findIndex(({ row }) => chatPath(row.key) === path);
		const chat = this.#engine.chats()[index];
		const stranger = NAMES[Number(id.slice(-5)) - 20_000];
		if (!chat && stranger !== undefined && id.startsWith("78813005"))
			return strangerCard(plainCustomer(robotKey, id, stranger, this.#started));
		if (!chat || chat.row.name === "许愿") return null;
		const card = customerCard(chat, index, this.#started, this.#engine.robots());
		this.#cards.set(path, card);
		return card;
	}

	/** What the action does to the customer. */
	apply(robotKey: string, action: CustomerAction): Change[] {
		const card = this.card(robotKey, action.customer);
		if (!card) return [];
		const next = action.kind === "setRemark" ? remarked(card, action) : tagged(card, action);
		this.#cards.set(chatPath({ robotKey, chatUser: action.customer }), next);
		return [{ kind: "customers", cards: [next] }];
	}

	alsoKnown(key: ChatKey): AlsoKnown[] {
		const chats = this.#engine.chats();
		const index = chats.findIndex(({ row }) => chatPath(row.key) === chatPath(key));
		if (index === -1 || index >= WELL_KNOWN || chats[index]?.row.kind === "group") return [];
		return this.#engine
			.robots()
			.filter((robot) => robot.key !== key.robotKey)
			.slice(0, 2)
			.map((robot, at) => {
				const other = chats.find(({ row }) => row.kind === "single" && row.key.robotKey === robot.key);
				return {
					robotKey: robot.key,
					chat: at === 0 ? (other?.row.key ?? null) : null,
					lastMessage: at === 0 ? (other?.row.last ?? null) : null,
					relationship: at === 0 ? "normal" : "deletedUs",
				};
			});
	}
}

function strangerCard(customer: Customer): CustomerCard {
	return {
		customer,
		tags: [],
		ambiguous: [],
		tagsCheckedAt: null,
		tagsDoubtful: false,
		alsoKnownTo: [],
	};
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
		createdAt: now - 90 * DAY_MS,
	};
}

function customerCard(chat: DemoChat, index: number, now: number, robots: readonly Robot[]): CustomerCard {
	const { key, name } = chat.row;
	const tag = (group: number, at: number): CarriedTag => ({
		id: LIBRARY.groups[group]?.tags[at]?.id ?? "",
		name: LIBRARY.groups[group]?.tags[at]?.name ?? null,
		group: LIBRARY.groups[group]?.name ?? null,
		knownSince: now - 2 * DAY_MS,
		source: "swept",
	});
	const rich = index < WELL_KNOWN;
	const followUp = allTags().filter((each) => each.tag.name === "重点跟进");
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
		ambiguous: rich ? [{ name: "重点跟进", candidates: followUp, knownSince: now - DAY_MS }] : [],
		tagsCheckedAt: index % 7 === 6 ? null : now - 3 * MINUTE_MS,
		tagsDoubtful: false,
		alsoKnownTo: rich ? robots.filter((each) => each.key !== key.robotKey).map((each) => each.key) : [],
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
	const added = allTags()
		.filter(({ tag }) => action.add.includes(tag.id))
		.map(({ tag, group }) => ({ ...tag, group, knownSince: Date.now(), source: "written" as const }));
	const touched = new Set([...action.remove, ...action.add]);
	return { ...card, tags: [...card.tags.filter((each) => !touched.has(each.id)), ...added] };
}
