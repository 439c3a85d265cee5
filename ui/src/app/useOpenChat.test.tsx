import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChatRow } from "@/bindings";
import { chatPath } from "@/shared/host";
import { startTestEngine, stopTestEngine, tellDesk, testRow, testSnapshot } from "@/shared/host/testing";
import { useOpenChat } from "./useOpenChat";

const wang = testRow("wang", { name: "王小满", unread: 1 });
const li = testRow("li");

beforeEach(() => {
	startTestEngine(testSnapshot({ chats: [wang, li] }));
});

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const tell = (rest: Partial<ChatRow>) => act(() => tellDesk({ kind: "chats", rows: [{ ...wang, ...rest }] }));

describe("the open chat", () => {
	it("stays as it is while messages come, and follows what stands around the thread", () => {
		let drawn = 0;
		const { result } = renderHook(() => {
			drawn += 1;
			return useOpenChat(chatPath(wang.key));
		});
		tell({ unread: 2, preview: "在吗", lastActive: 5, mentionsMe: true });
		expect(result.current).toBe(wang);
		expect(drawn).toBe(1);
		tell({ unread: 2, assignee: "=小红" });
		expect(result.current).toMatchObject({ assignee: "=小红", unread: 2 });
		tell({ unread: 2, assignee: "=小红", marks: { ...wang.marks, pinned: true } });
		expect(result.current?.marks.pinned).toBe(true);
	});

	it("is as it is now whenever another one is opened", () => {
		const { result, rerender } = renderHook(({ path }) => useOpenChat(path), {
			initialProps: { path: chatPath(wang.key) as string | null },
		});
		rerender({ path: chatPath(li.key) });
		expect(result.current).toBe(li);
		tell({ unread: 7 });
		rerender({ path: chatPath(wang.key) });
		expect(result.current?.unread).toBe(7);
		rerender({ path: null });
		expect(result.current).toBeUndefined();
	});
});
