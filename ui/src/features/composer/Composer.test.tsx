import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChatRow } from "@/bindings";
import { startTestEngine, stopTestEngine, testRow, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { Composer } from "./Composer";
import { useDrafts } from "./useDrafts";

function Desk({ row }: { row: ChatRow }) {
	const drafts = useDrafts("test-account");
	return (
		<Composer
			key={row.key.chatUser}
			row={row}
			drafts={drafts}
			onMoveOn={() => undefined}
			onManageReplies={() => undefined}
		/>
	);
}

const WANG = testRow("wang", { name: "王小满" });
const LI = testRow("li");
const box = () => screen.getByTestId<HTMLTextAreaElement>("composer-input");

let asked: ReturnType<typeof startTestEngine>;
let answers: Record<string, (args: never) => unknown>;

beforeEach(() => {
	answers = {};
	asked = startTestEngine(testSnapshot(), answers);
});

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const sent = () => asked.filter(({ command }) => command === "send").map(({ args }) => args);

describe("the composer", () => {
	it("sends with Enter to its own chat, empties itself and keeps the focus", async () => {
		await show(<Desk row={WANG} />);
		await userEvent.type(box(), "您好{Shift>}{Enter}{/Shift}在的{Enter}");
		await waitFor(() =>
			expect(sent()).toEqual([
				{ chat: WANG.key, composed: { kind: "text", text: "您好\n在的", mentions: [] }, holdMs: 0 },
			]),
		);
		expect(box().value).toBe("");
		expect(document.activeElement).toBe(box());
	});

	it("does not send blanks", async () => {
		await show(<Desk row={WANG} />);
		await userEvent.type(box(), "  {Enter}");
		expect(sent()).toEqual([]);
		expect(screen.getByTestId<HTMLButtonElement>("composer-send").disabled).toBe(true);
	});

	it("keeps the focus when the button sends", async () => {
		await show(<Desk row={WANG} />);
		await userEvent.type(box(), "您好");
		await userEvent.click(screen.getByTestId("composer-send"));
		await waitFor(() => expect(sent()).toHaveLength(1));
		expect(document.activeElement).toBe(box());
	});
});

describe("with an input method", () => {
	async function typed() {
		await show(<Desk row={WANG} />);
		fireEvent.change(box(), { target: { value: "nihao" } });
	}

	it("leaves the Enter that picks a word to the input method", async () => {
		await typed();
		fireEvent.compositionStart(box());
		fireEvent.keyDown(box(), { key: "Enter", isComposing: true });
		fireEvent.keyDown(box(), { key: "Enter", keyCode: 229 });
		fireEvent.keyDown(box(), { key: "Enter" });
		expect(sent()).toEqual([]);
		expect(box().value).toBe("nihao");
	});

	it("does so as well where the composition ends before the key is reported, as in WebKit", async () => {
		await typed();
		fireEvent.compositionStart(box());
		fireEvent.compositionEnd(box());
		fireEvent.keyDown(box(), { key: "Enter" });
		expect(sent()).toEqual([]);
		fireEvent.keyUp(box(), { key: "Enter" });
		fireEvent.keyDown(box(), { key: "Enter" });
		await waitFor(() => expect(sent()).toHaveLength(1));
	});

	it("sends with the Enter after the key that ended the composition", async () => {
		await typed();
		fireEvent.compositionStart(box());
		fireEvent.keyDown(box(), { key: " ", keyCode: 229 });
		fireEvent.compositionEnd(box());
		fireEvent.keyUp(box(), { key: " " });
		fireEvent.keyDown(box(), { key: "Enter" });
		await waitFor(() => expect(sent()).toHaveLength(1));
	});
});

describe("what was typed", () => {
	const saved = () => asked.filter(({ command }) => command === "save_draft").map(({ args }) => args);

	it("is there again when the chat is opened", async () => {
		await show(<Desk row={testRow("zhao", { draft: "写了一半" })} />);
		expect(box().value).toBe("写了一半");
	});

	it("is read from the cache where the row does not bring it", async () => {
		answers.draft = () => ({ text: "缓存里的", mentions: [], attachments: [], links: [] });
		await show(<Desk row={WANG} />);
		await waitFor(() => expect(box().value).toBe("缓存里的"));
	});

	it("stays with its chat when another is opened", async () => {
		const { rerender } = await show(<Desk row={WANG} />);
		await userEvent.type(box(), "给王的");
		rerender(<Desk row={LI} />);
		expect(box().value).toBe("");
		await waitFor(() =>
			expect(saved()).toEqual([
				{ chat: WANG.key, draft: { text: "给王的", mentions: [], attachments: [], links: [] } },
			]),
		);
	});

	it("comes back with the reason when it could not be sent", async () => {
		answers.send = () => {
			throw { code: "cache", message: "disk full", retryable: true, requestId: null };
		};
		await show(<Desk row={WANG} />);
		await userEvent.type(box(), "您好{Enter}");
		expect((await screen.findByRole("alert")).textContent).toContain("本机缓存读写失败");
		expect(box().value).toBe("您好");
	});

	it("is not sent when it is larger than a frame, and says by how much", async () => {
		await show(<Desk row={WANG} />);
		fireEvent.change(box(), { target: { value: "好".repeat(22_000) } });
		fireEvent.keyDown(box(), { key: "Enter" });
		expect(screen.getByRole("alert").textContent).toContain("64 KB");
		expect(sent()).toEqual([]);
		expect(box().value).toHaveLength(22_000);
	});
});
