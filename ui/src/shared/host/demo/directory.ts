/** The customers and groups that the robots of the demo world know. */
import type { ContactQuery, Customer, GroupListQuery, GroupSummary, Page, Relationship } from "@/bindings";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../time/model";
import type { DemoCommands, DemoEngine } from "./engine";
import { isEmpty } from "./scene";
import { NAMES } from "./words";

const MANY = 420;
const FLOWERS = ["茉莉", "海棠", "月季", "山茶", "栀子", "木槿", "芍药", "白兰"];

export function directoryCommands({ robots, chats }: Pick<DemoEngine, "robots" | "chats">): DemoCommands {
	const started = Date.now();

	function customers(): Customer[] {
		const known = chats()
			.filter(({ row }) => row.kind === "single")
			.map(({ row }, index): Customer => person(row.key.robotKey, row.key.chatUser, row.name, index));
		const strangers = robots().flatMap(({ key }, robot) =>
			Array.from({ length: MANY }, (_, index) => {
				const name = `${NAMES[(index + robot) % NAMES.length]}${FLOWERS[index % FLOWERS.length]}`;
				return person(key, `78813006${20_000 + index}`, name, index);
			}),
		);
		return [...known, ...strangers];
	}

	function person(robotKey: string, id: string, name: string, index: number): Customer {
		const gone: Relationship = index % 46 === 9 ? "deletedByUs" : "deletedUs";
		return {
			robotKey,
			id,
			name,
			remark: index % 6 === 2 ? `老客-${name.slice(0, 1)}${index}` : null,
			description: null,
			avatarUrl: null,
			phone: index % 4 === 0 ? `1381234${String(1000 + index).slice(-4)}` : null,
			relationship: index % 23 === 9 ? gone : "normal",
			isWechat: index % 5 !== 4,
			createdAt: started - 90 * DAY_MS,
		};
	}

	function groups(): GroupSummary[] {
		const known = chats()
			.filter(({ row }) => row.kind === "group")
			.map(({ row }): [string, string, string] => [row.key.robotKey, row.key.chatUser, row.name]);
		const others = robots().flatMap(({ key }) =>
			FLOWERS.map((name, index): [string, string, string] => [
				key,
				`R:10${index}${key.slice(-2)}`,
				`${name}小区团购群`,
			]),
		);
		return [...known, ...others].map(([robotKey, id, name], index) => ({
			group: {
				robotKey,
				id,
				name,
				ownerId: "m-owner",
				ownerName: index % 3 === 0 ? "店长-周舟" : "小红",
				memberCount: 12 + ((index * 37) % 480),
				isExternal: true,
				isLive: index % 11 !== 7,
				createdAt: started - 200 * DAY_MS,
			},
			lastActive: index % 4 === 3 ? null : started - index * HOUR_MS,
			membersReadAt: started - MINUTE_MS,
		}));
	}

	return {
		open_contact: () => null,
		contacts: ({ query }: { query: ContactQuery }): Page<Customer> => {
			const { robot, text, tag, relationship } = query;
			const fits = (each: Customer, index: number) =>
				(robot === null || each.robotKey === robot) &&
				(text === null || `${each.name} ${each.remark ?? ""}`.includes(text)) &&
				(tag === null || index % 7 === 0) &&
				(relationship === null || each.relationship === relationship);
			return page(isEmpty ? [] : customers().filter(fits), query);
		},
		groups: ({ query }: { query: GroupListQuery }): Page<GroupSummary> => {
			const fits = ({ group }: GroupSummary) =>
				(query.robot === null || group.robotKey === query.robot) &&
				(query.text === null || group.name.includes(query.text)) &&
				(query.isLive === null || group.isLive === query.isLive);
			return page(isEmpty ? [] : groups().filter(fits), query);
		},
	};
}

function page<T>(found: readonly T[], { offset, limit }: { offset: number; limit: number }): Page<T> {
	return { items: found.slice(offset, offset + limit), total: found.length, unreadable: 0 };
}
