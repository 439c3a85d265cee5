/** Lists of people to add by phone, in the demo world. */
import type { AddingList, AddingRules, Robot } from "@/bindings";
import { HOUR_MS } from "../../time/model";
import type { DemoCommands, DemoEngine } from "./engine";
import { isEmpty } from "./scene";

const BY = { kind: "person", account: "practice" } as const;

export function addingCommands({ push, robots }: Pick<DemoEngine, "push" | "robots">): DemoCommands {
	const lists: AddingList[] = isEmpty ? [] : oldLists(robots());
	let rules: AddingRules = {
		dailyCap: 20,
		leastPauseS: 180,
		mostPauseS: 420,
		quiet: { fromMinute: 1320, toMinute: 480 },
	};

	return {
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
			push([{ kind: "adding", lists: lists.slice(0, 1) }]);
			return id;
		},
		addings: () => lists,
		cancel_adding: ({ id }: { id: string }) => {
			const place = lists.findIndex((each) => each.id === id);
			const found = lists[place];
			if (!found) return null;
			const phones = found.phones.map((each) =>
				each.state === "waiting" ? { ...each, state: "cancelled" as const } : each,
			);
			lists[place] = { ...found, cancelledAt: Date.now(), phones };
			push([{ kind: "adding", lists: [lists[place]] }]);
			return null;
		},
		adding_rules: () => rules,
		set_adding_rules: (args: { rules: AddingRules }) => {
			rules = args.rules;
			return null;
		},
	};
}

function oldLists(robots: readonly Robot[]): AddingList[] {
	const states = ["asked", "asked", "refused", "asking", "unknown", "waiting", "waiting", "waiting"] as const;
	return [
		{
			id: "old",
			robotKey: robots[0]?.key ?? "",
			greeting: "您好，我是满满家居的客服小满",
			requestedBy: BY,
			requestedAt: Date.now() - HOUR_MS,
			cancelledAt: null,
			phones: states.map((state, index) => ({
				phone: `1390000123${index}`,
				state,
				action: null,
				finishedAt: null,
				msg: state === "refused" ? "该手机号没有注册微信" : "",
			})),
		},
	];
}
