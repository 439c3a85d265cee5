import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { ExportRecord, ExportRequest } from "@/bindings";
import { startTestEngine, stopTestEngine, tellDesk, testRow, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { Export } from "./Export";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const RECORD: ExportRecord = {
	id: "e1",
	folder: "/x/坐席导出",
	formats: ["csv"],
	media: false,
	requestedBy: "practice",
	startedAt: 1,
	finishedAt: null,
	state: { kind: "running" },
	chats: 2,
	chatsNotComplete: 1,
	messages: 1000,
	messagesDone: 250,
	mediaKept: 0,
	mediaMissing: 0,
	files: 0,
	bytes: 0,
};

function open(rows: ExportRecord[]) {
	const asked = startTestEngine(testSnapshot({ chats: [testRow("c1", { name: "王小明" })] }), {
		exports: () => rows,
		all_tags: () => [],
		export_preview: () => ({ chats: 1, messages: 42, first: 1, last: 2, chatsNotComplete: 1 }),
		start_export: ({ request }: { request: ExportRequest }) => ({ ...RECORD, formats: request.formats }),
		resume_export: () => RECORD,
		cancel_export: () => null,
		open_export: () => null,
		"plugin:dialog|open": () => "/x",
	});
	show(<Export />);
	return asked;
}

describe("the exports", () => {
	it("counts what would be exported and begins it once all is chosen", async () => {
		const asked = open([]);
		const user = userEvent.setup();
		await user.click(await screen.findByTestId("export-new"));
		expect(await screen.findByText(/1 个会话，42 条消息/)).toBeTruthy();
		expect(screen.getByText(/1 个会话可能缺少消息/)).toBeTruthy();
		expect(screen.getByTestId("export-start")).toHaveProperty("disabled", true);
		await user.click(screen.getByTestId("export-folder"));
		await user.click(screen.getByTestId("export-format-html"));
		await user.type(screen.getByTestId("export-chats"), "王");
		await user.click(await screen.findByRole("button", { name: "王小明" }));
		await user.click(screen.getByTestId("export-start"));
		expect(await screen.findByTestId("export-row")).toBeTruthy();
		const started = asked.find(({ command }) => command === "start_export")?.args as {
			request: ExportRequest;
		};
		expect(started.request).toMatchObject({
			folder: "/x",
			formats: ["xlsx"],
			scope: { chats: [{ robotKey: "r", chatUser: "c1" }], since: null },
		});
	});

	it("shows how far it is, and what to do when it ended early", async () => {
		const asked = open([RECORD]);
		const user = userEvent.setup();
		const progress = await screen.findByRole("progressbar");
		expect(progress.getAttribute("value")).toBe("0.25");
		await user.click(screen.getByTestId("export-cancel"));
		expect(asked.some(({ command }) => command === "cancel_export")).toBe(true);
		act(() =>
			tellDesk({
				kind: "export",
				record: { ...RECORD, state: { kind: "failed", code: "diskFull", message: "x" } },
			}),
		);
		expect(await screen.findByRole("alert")).toBeTruthy();
		await user.click(screen.getByTestId("export-resume"));
		expect(asked.some(({ command }) => command === "resume_export")).toBe(true);
		expect(await screen.findByRole("progressbar")).toBeTruthy();
	});

	it("opens the folder of one that is done", async () => {
		const done: ExportRecord = {
			...RECORD,
			state: { kind: "done" },
			messagesDone: 1000,
			files: 3,
			bytes: 2048,
		};
		const asked = open([done]);
		await userEvent.setup().click(await screen.findByTestId("export-open"));
		expect(asked.some(({ command }) => command === "open_export")).toBe(true);
		expect(screen.getByText(/3 个文件，2.0 KB/)).toBeTruthy();
	});
});
