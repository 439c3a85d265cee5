/** People in the demo world: customers, groups and friend requests, and the robots that are asked to do something with them. */
import type { Action, Change, ChatKey } from "@/bindings";
import { MINUTE_MS } from "../../time/model";
import { DemoActions } from "./actions";
import { DemoCustomers } from "./customers";
import { type DemoCommands, type DemoEngine, wait } from "./engine";
import { DemoGroups } from "./groups";
import { DemoRequests } from "./requests";
import { knownTags } from "./tags";

export class DemoPeople {
	readonly #customers: DemoCustomers;
	readonly groups: DemoGroups;
	readonly #requests: DemoRequests;
	readonly commands: DemoCommands;

	constructor(engine: Pick<DemoEngine, "robots" | "chats" | "push">) {
		this.#customers = new DemoCustomers(engine);
		this.groups = new DemoGroups(engine);
		this.#requests = new DemoRequests(engine);
		const actions = new DemoActions({ ...engine, effects: (robot, action) => this.#effects(robot, action) });
		this.commands = {
			...actions.commands,
			customer_card: ({ robot, customer }: { robot: string; customer: string }) =>
				this.#customers.card(robot, customer),
			also_known: ({ chat }: { chat: ChatKey }) => this.#customers.alsoKnown(chat),
			group_card: ({ robot, group }: { robot: string; group: string }) => this.groups.card(robot, group),
			read_members: async () => {
				await wait(900);
				return null;
			},
			sync_contacts: () => Date.now() + 10 * MINUTE_MS,
			friend_requests: () => this.#requests.all(),
			accept_friend: ({ robot, from }: { robot: string; from: string }) => {
				engine.push(this.#requests.move(robot, from, "accepting"));
				return actions.enqueue(robot, { kind: "acceptFriend", from });
			},
			ignore_friend: ({ robot, from }: { robot: string; from: string }) => {
				engine.push(this.#requests.move(robot, from, "ignored"));
				return null;
			},
		};
	}

	#effects(robot: string, action: Action): Change[] {
		switch (action.kind) {
			case "setRemark":
			case "changeTags":
				return this.#customers.apply(robot, action);
			case "renameGroup":
			case "kick":
			case "changeAdmins":
				return this.groups.apply(robot, action);
			case "acceptFriend":
				return this.#requests.move(robot, action.from, "accepted");
			case "queryTags":
				return [{ kind: "tags", tags: knownTags(robot) }];
			default:
				return [];
		}
	}
}
