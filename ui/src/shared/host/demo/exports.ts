/** Exports in the demo world: they take their time, and write nothing. */
import type { ExportPreview, ExportRecord, ExportRequest, ExportScope } from "@/bindings";
import { DAY_MS } from "../../time/model";
import type { DemoCommands, DemoEngine } from "./engine";
import { isEmpty } from "./scene";

/** Messages a step, and how long one takes. */
const STEP = 0.04;
const STEP_MS = 120;

export function exportCommands({ push, chats }: Pick<DemoEngine, "push" | "chats">): DemoCommands {
	const records: ExportRecord[] = isEmpty ? [] : earlier();
	const timers = new Map<string, ReturnType<typeof setInterval>>();

	function preview(scope: ExportScope): ExportPreview {
		const wanted = chats().filter(
			({ row }) =>
				(scope.robots.length === 0 || scope.robots.includes(row.key.robotKey)) &&
				(scope.kind === null || scope.kind === row.kind) &&
				(scope.chats.length === 0 || scope.chats.some((chat) => chat.chatUser === row.key.chatUser)),
		);
		return {
			chats: wanted.length,
			messages: wanted.length * 412,
			first: wanted.length === 0 ? null : (scope.since ?? Date.now() - 90 * DAY_MS),
			last: wanted.length === 0 ? null : Date.now(),
			chatsNotComplete: Math.floor(wanted.length / 5),
		};
	}

	function change(id: string, part: Partial<ExportRecord>): ExportRecord | undefined {
		const place = records.findIndex((each) => each.id === id);
		const found = records[place];
		if (found === undefined) return undefined;
		const next = { ...found, ...part };
		records[place] = next;
		push([{ kind: "export", record: next }]);
		return next;
	}

	function run(id: string) {
		const timer = setInterval(() => {
			const record = records.find((each) => each.id === id);
			if (record === undefined) return;
			const messagesDone = Math.min(record.messages, record.messagesDone + Math.ceil(record.messages * STEP));
			if (messagesDone < record.messages) {
				change(id, { messagesDone });
				return;
			}
			clearInterval(timer);
			change(id, {
				messagesDone,
				state: { kind: "done" },
				finishedAt: Date.now(),
				files: record.chats + 6,
				bytes: record.messages * 840,
			});
		}, STEP_MS);
		timers.set(id, timer);
	}

	return {
		exports: () => records,
		export_preview: ({ scope }: { scope: ExportScope }) => preview(scope),
		start_export: ({ request }: { request: ExportRequest }) => {
			const { chats: count, messages, chatsNotComplete } = preview(request.scope);
			const record: ExportRecord = {
				...BLANK,
				id: `e${records.length + 1}`,
				folder: `${request.folder}/坐席导出 2026-11-23 141502`,
				formats: request.formats,
				media: request.media,
				startedAt: Date.now(),
				chats: count,
				chatsNotComplete,
				messages,
			};
			records.unshift(record);
			run(record.id);
			return record;
		},
		resume_export: ({ id }: { id: string }) => {
			run(id);
			return change(id, { state: { kind: "running" }, finishedAt: null });
		},
		cancel_export: ({ id }: { id: string }) => {
			clearInterval(timers.get(id));
			change(id, { state: { kind: "cancelled" }, finishedAt: Date.now() });
			return null;
		},
		open_export: () => null,
	};
}

const BLANK: ExportRecord = {
	id: "",
	folder: "",
	formats: ["html"],
	media: false,
	requestedBy: "practice",
	startedAt: 0,
	finishedAt: null,
	state: { kind: "running" },
	chats: 0,
	chatsNotComplete: 0,
	messages: 0,
	messagesDone: 0,
	mediaKept: 0,
	mediaMissing: 0,
	files: 0,
	bytes: 0,
};

function earlier(): ExportRecord[] {
	const now = Date.now();
	return [
		{
			...BLANK,
			id: "e2",
			folder: "/media/usb/坐席导出 2026-11-20 091200",
			formats: ["html", "xlsx"],
			media: true,
			startedAt: now - 3 * DAY_MS,
			finishedAt: now - 3 * DAY_MS + 90_000,
			state: { kind: "failed", code: "diskFull", message: "the disk is full" },
			chats: 1204,
			chatsNotComplete: 31,
			messages: 186_420,
			messagesDone: 92_000,
			mediaKept: 2310,
			mediaMissing: 4,
		},
		{
			...BLANK,
			id: "e1",
			folder: "/home/xiaohong/文档/坐席导出 2026-11-02 100000",
			formats: ["csv"],
			startedAt: now - 21 * DAY_MS,
			finishedAt: now - 21 * DAY_MS + 4000,
			state: { kind: "done" },
			chats: 312,
			messages: 20_480,
			messagesDone: 20_480,
			files: 4,
			bytes: 8_123_000,
		},
	];
}
