import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { StorageUsed } from "@/bindings";
import { startTestEngine, stopTestEngine, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { KeptSettings } from "./KeptSettings";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const USED: StorageUsed = {
	cacheBytes: 3 * 1024 * 1024,
	mediaBytes: 2048,
	pictureLimitBytes: 256 * 1024 * 1024,
	messages: 120,
	chats: 7,
	unsent: 1,
	drafts: 2,
};

async function open(answers: Record<string, (args: never) => unknown> = {}) {
	const asked = startTestEngine(testSnapshot(), {
		subscribe: () => testSnapshot(),
		retention: () => ({ days: 30 }),
		storage_used: () => USED,
		...answers,
	});
	await show(<KeptSettings />);
	return (command: string) => asked.filter((each) => each.command === command).map(({ args }) => args);
}

describe("what is kept on this computer", () => {
	it("says how much it is, and up to how much media", async () => {
		await open();
		const figures = await screen.findByTestId("storage-used");
		for (const words of ["3.0 MB", "120 条消息，7 个会话", "2.0 KB", "256 MB"])
			expect(figures.textContent).toContain(words);
	});

	it("keeps messages for as long as was chosen", async () => {
		const asked = await open();
		const days = await screen.findByTestId<HTMLSelectElement>("retention-days");
		await waitFor(() => expect(days.value).toBe("30"));
		fireEvent.change(days, { target: { value: "7" } });
		await waitFor(() => expect(asked("set_retention")).toEqual([{ retention: { days: 7 } }]));
	});

	it("removes nothing without a second gesture, and says what would be lost", async () => {
		const asked = await open();
		await screen.findByTestId("storage-used");
		await userEvent.click(screen.getByTestId("wipe-all"));
		expect(screen.getByTestId("wipe-question").textContent).toContain("1 条消息还没发出、2 份草稿");
		expect(asked("wipe")).toEqual([]);
		await userEvent.click(screen.getByTestId("wipe-messages"));
		expect(screen.getByTestId("wipe-question").textContent).not.toContain("永远丢失");
		await userEvent.click(screen.getByTestId("wipe-confirm"));
		await waitFor(() => expect(asked("wipe")).toEqual([{ what: "messages" }]));
		await waitFor(() => expect(screen.queryByTestId("wipe-question")).toBeNull());
	});

	it("keeps the question open when it could not be done, and says why", async () => {
		await open({
			wipe: () => {
				throw { code: "diskFull", message: "", retryable: false, requestId: null };
			},
		});
		await userEvent.click(screen.getByTestId("wipe-media"));
		await userEvent.click(screen.getByTestId("wipe-confirm"));
		expect(await screen.findByRole("alert")).toBeTruthy();
		expect(screen.getByTestId("wipe-question")).toBeTruthy();
	});
});
