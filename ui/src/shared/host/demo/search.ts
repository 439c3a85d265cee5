/** Search in the made-up account: a plain scan, enough to look at the window. */
import type {
	ChatKey,
	MessageHit,
	SearchPage,
	SearchQuery,
	ThreadMessage,
	ThreadPage,
	ThreadWindow,
} from "@/bindings";
import type { DemoChat } from "./world";

type World = { chats: () => Iterable<DemoChat>; chat: (key: ChatKey) => DemoChat };

export function searchCommands({ chats, chat }: World): Record<string, (args: never) => unknown> {
	return {
		search: ({ query }: { query: SearchQuery }) => found([...chats()], query),
		thread_around: (args: { chat: ChatKey; message: string; limit: number }) => {
			const { messages } = chat(args.chat);
			const at = messages.findIndex((each) => each.key.messageId === args.message);
			const from = Math.max(0, at - Math.floor(args.limit / 2));
			return windowOf(messages, from, at + Math.floor(args.limit / 2) + 1);
		},
		thread_after: (args: { chat: ChatKey; after: string; limit: number }) => {
			const { messages } = chat(args.chat);
			const at = messages.findIndex((each) => each.key.messageId === args.after) + 1;
			return windowOf(messages, at, at + args.limit);
		},
	};
}

function windowOf(messages: readonly ThreadMessage[], from: number, to: number): ThreadWindow {
	const page: ThreadPage = {
		messages: messages.slice(from, to),
		olderInCache: from > 0,
		completeToStart: true,
		clearedBefore: null,
		gaps: [],
	};
	return { page, newerInCache: to < messages.length };
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
			completeFrom: Date.now() - 30 * 86_400_000,
			chats: inScope.length,
			chatsNotComplete: Math.min(3, inScope.length),
			indexing: null,
		},
		next: to < hits.length ? String(to) : null,
	};
}
