/** The audit log of the demo world. */
import type { AuditEntry, AuditPage, AuditQuery } from "@/bindings";
import { MINUTE_MS } from "../../time/model";
import type { DemoCommands, DemoEngine } from "./engine";
import type { DemoChat } from "./world";

export function auditCommands({ chats }: Pick<DemoEngine, "chats">): DemoCommands {
	return {
		audit: ({ query }: { query: AuditQuery }): AuditPage => ({
			entries: chats()
				.slice(0, 30)
				.map((chat, index) => auditEntry(chat, index))
				.filter(
					(entry) =>
						(query.kind === null || entry.item.kind === query.kind) &&
						(query.outcome === null || entry.outcome === query.outcome),
				),
			next: null,
		}),
	};
}

function auditEntry({ row }: DemoChat, index: number): AuditEntry {
	const at = Date.now() - index * 13 * MINUTE_MS;
	const refused = index % 6 === 3;
	if (index % 3 === 0)
		return {
			at,
			outcome: refused ? "refused" : "done",
			item: {
				kind: "action",
				action: {
					id: `audit-${index}`,
					robotKey: row.key.robotKey,
					action: {
						kind: "setRemark",
						customer: row.key.chatUser,
						name: `老客-${row.name}`,
						description: null,
					},
					sent: null,
					carriedBy: null,
					requestedBy: { kind: "person", account: "manman-kefu" },
					requestedAt: at,
					state: { state: refused ? "refused" : "done" },
					attempts: 1,
					finishedAt: at + 900,
					reply: { code: refused ? "1" : "0", msg: refused ? "操作过于频繁" : "成功", outcome: null },
					decidedAt: null,
				},
			},
		};
	return {
		at,
		outcome: index % 7 === 5 ? "unknown" : "done",
		item: {
			kind: "send",
			chatName: row.name,
			send: {
				id: `send-${index}`,
				chat: row.key,
				chatId: row.chatId,
				content: { kind: "text", text: "您好，已经为您查询，今天下午发货。", mentions: [] },
				createdAt: at,
				state: { state: "confirmed" },
				attempts: 1 + (index % 2),
				echoedAs: null,
				attachment: null,
				cover: null,
				notBefore: null,
			},
		},
	};
}
