/** The groups of the demo world, and what robots do to them. */
import type { Action, Change, ChatKey, GroupCard, GroupMember, Robot } from "@/bindings";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../time/model";
import { chatPath } from "../keys";
import type { DemoEngine } from "./engine";
import { NAMES } from "./words";
import type { DemoChat } from "./world";

type GroupAction = Extract<Action, { kind: "renameGroup" | "kick" | "changeAdmins" }>;

export class DemoGroups {
	readonly #engine: Pick<DemoEngine, "chats" | "robots">;
	readonly #started = Date.now();
	readonly #cards = new Map<string, GroupCard>();

	constructor(engine: Pick<DemoEngine, "chats" | "robots">) {
		this.#engine = engine;
	}

	card(robotKey: string, id: string): GroupCard | null {
		const path = chatPath({ robotKey, chatUser: id });
		const known = this.#cards.get(path);
		if (known) return known;
		const chat = this.#engine.chats().find(({ row }) => chatPath(row.key) === path);
		const robot = this.#engine.robots().find(({ key }) => key === robotKey);
		if (!chat || !robot) return null;
		const card = groupCard(chat, robot, this.#started);
		this.#cards.set(path, card);
		return card;
	}

	memberName({ robotKey, chatUser }: ChatKey, id: string): string {
		return this.card(robotKey, chatUser)?.members.find((each) => each.id === id)?.name ?? id;
	}

	/** What the action does to the group. */
	apply(robotKey: string, action: GroupAction): Change[] {
		const card = this.card(robotKey, action.group);
		if (!card) return [];
		const next = regrouped(card, action);
		this.#cards.set(chatPath({ robotKey, chatUser: action.group }), next);
		return [{ kind: "groups", cards: [next] }];
	}
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
			createdAt: now - 200 * DAY_MS,
		},
		members,
		membersReadAt: now - 12 * MINUTE_MS,
		adminsReadAt: now - 2 * HOUR_MS,
	};
}

function regrouped(card: GroupCard, action: GroupAction): GroupCard {
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
