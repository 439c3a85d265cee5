/** Search in the demo world: a plain scan. */
import type { MessageHit, SearchPage, SearchQuery } from "@/bindings";
import { DAY_MS } from "../../time/model";
import type { DemoCommands, DemoEngine } from "./engine";
import type { DemoChat } from "./world";

export function searchCommands({ chats }: Pick<DemoEngine, "chats">): DemoCommands {
	return { search: ({ query }: { query: SearchQuery }) => found(chats(), query) };
}

function found(chats: readonly DemoChat[], query: SearchQuery): SearchPage {
	const wanted = query.text.trim().toLowerCase();
	const inScope = chats.filter(
		({ row }) =>
			(query.robot === null || row.key.robotKey === query.robot) &&
			(query.kind === null || row.kind === query.kind),
	);
	const hits = inScope.flatMap(({ row, messages }) =>
		messages.flatMap((message): MessageHit[] => {
			const text = message.content.kind === "text" ? message.content.text : "";
			const at = text.toLowerCase().indexOf(wanted);
			const speaker = message.direction === "in" ? "customer" : message.origin === "phone" ? "phone" : "us";
			if (wanted === "" || at === -1 || (query.speaker !== null && query.speaker !== speaker)) return [];
			return [
				{
					key: message.key,
					chatName: row.remark ?? row.name,
					kind: row.kind,
					timestamp: message.timestamp,
					direction: message.direction,
					origin: message.origin,
					senderName: message.sender.name,
					snippet: {
						text,
						highlights: [{ from: at, to: at + wanted.length }],
						cutBefore: false,
						cutAfter: false,
					},
				},
			];
		}),
	);
	hits.sort((a, b) => b.timestamp - a.timestamp);
	const from = Number(query.after ?? 0);
	const to = from + query.limit;
	const named = inScope.filter(({ row }) => row.name.toLowerCase().includes(wanted)).map(({ row }) => row);
	const names = (kind: string) =>
		from > 0
			? []
			: named
					.filter((row) => row.kind === kind)
					.map((row) => ({
						chat: row.key,
						name: row.name,
						remark: row.remark,
						avatarUrl: row.avatarUrl,
						hasChat: true,
					}));
	return {
		hits: hits.slice(from, to),
		people: names("single"),
		groups: names("group"),
		coverage: {
			completeFrom: Date.now() - 30 * DAY_MS,
			chats: inScope.length,
			chatsNotComplete: Math.min(3, inScope.length),
			indexing: null,
		},
		next: to < hits.length ? String(to) : null,
	};
}
