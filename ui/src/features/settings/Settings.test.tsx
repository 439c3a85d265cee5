import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Preferences, Snapshot } from "@/bindings";
import {
	startTestEngine,
	stopTestEngine,
	TEST_ACCOUNT,
	testSnapshot,
	testSummary,
} from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { Settings } from "./Settings";
import { type SectionId, useSettingsSection } from "./sections";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

async function open(
	section: SectionId,
	answers: Record<string, (args: never) => unknown> = {},
	rest: Partial<Snapshot> = {},
) {
	const asked = startTestEngine(testSnapshot(rest), answers);
	useSettingsSection.getState().open(section);
	const onBack = vi.fn();
	const unchanged = vi.fn();
	await show(<Settings replies={null} onBack={onBack} onShortcuts={unchanged} onCoach={unchanged} />);
	const saved = () =>
		asked
			.filter(({ command }) => command === "set_preferences")
			.map(({ args }) => (args as { preferences: Preferences }).preferences);
	return { asked, onBack, saved };
}

describe("the settings", () => {
	it("take another key for a shortcut, and none that is in use or gets in the way of typing", async () => {
		const { saved, onBack } = await open("keys");
		const button = screen.getByTestId("key-nextWaiting");
		await userEvent.click(button);
		fireEvent.keyDown(button, { key: "i", code: "KeyI", ctrlKey: true });
		expect(screen.getByRole("alert").textContent).toContain("展开 / 收起资料栏");
		fireEvent.keyDown(button, { key: "x", code: "KeyX" });
		expect(screen.getByRole("alert").textContent).toContain("Ctrl 或 Alt");
		expect(saved()).toEqual([]);
		fireEvent.keyDown(button, { key: "m", code: "KeyM", ctrlKey: true });
		await waitFor(() => expect(saved().at(-1)?.shortcuts).toEqual({ nextWaiting: "Ctrl+M" }));
		expect(button.textContent).toContain("M");
		await userEvent.click(screen.getByTestId("keys-reset"));
		await waitFor(() => expect(saved().at(-1)?.shortcuts).toEqual({}));
		expect(onBack).not.toHaveBeenCalled();
	});

	it("keep what was typed of a storage that does not work, and say why", async () => {
		const { asked } = await open("storage", {
			storage: () => ({ configured: false, config: null }),
			save_storage: () => {
				throw { code: "notPublic", message: "answers 403", retryable: false, requestId: null };
			},
		});
		await userEvent.click(await screen.findByTestId("storage-save"));
		expect(screen.getByTestId("storage-missing").textContent).toContain("存储桶");
		const typed = {
			endpoint: "https://oss.example.com",
			bucket: "b",
			keyId: "k",
			secret: "s",
			publicBase: "https://b.example.com",
		};
		for (const [field, value] of Object.entries(typed))
			fireEvent.change(screen.getByTestId(`storage-${field}`), { target: { value } });
		await userEvent.click(screen.getByTestId("storage-save"));
		expect((await screen.findByTestId("storage-error")).textContent).toContain("answers 403");
		await userEvent.click(screen.getByTestId("settings-look"));
		await userEvent.click(screen.getByTestId("settings-storage"));
		expect(((await screen.findByTestId("storage-bucket")) as HTMLInputElement).value).toBe("b");
		expect(asked.find(({ command }) => command === "save_storage")?.args).toEqual({
			config: {
				provider: {
					kind: "oss",
					endpoint: "https://oss.example.com",
					bucket: "b",
					accessKeyId: "k",
				},
				folder: "",
				publicBase: "https://b.example.com",
			},
			secret: "s",
		});
	});

	it("forget an account only after a second gesture, and never the one at work", async () => {
		const other = { ...TEST_ACCOUNT, id: "other", accessKey: "other" };
		const accounts = [
			testSummary(TEST_ACCOUNT, { state: { state: "live", completeTo: 0 } }),
			testSummary(other),
		];
		const { asked } = await open("accounts", {}, { accounts });
		const forgets = () => asked.filter(({ command }) => command === "forget_account").map(({ args }) => args);
		expect(await screen.findAllByTestId("settings-account")).toHaveLength(2);
		expect(screen.getAllByTestId("account-forget")).toHaveLength(1);
		await userEvent.click(screen.getByTestId("account-forget"));
		expect(forgets()).toEqual([]);
		await userEvent.click(screen.getByTestId("account-forget-confirm"));
		await waitFor(() => expect(forgets()).toEqual([{ account: "other" }]));
	});

	it("lead back with Esc: from a field to the parts, from there to the work", async () => {
		const { onBack } = await open("reply");
		await userEvent.type(screen.getByTestId("sensitive-words"), "最低价{Escape}");
		expect(document.activeElement?.getAttribute("data-testid")).toBe("settings-reply");
		expect(onBack).not.toHaveBeenCalled();
		await userEvent.keyboard("{Escape}");
		expect(onBack).toHaveBeenCalledOnce();
	});

	it("keep the words of a box that goes away while it is being typed in", async () => {
		const { saved } = await open("reply");
		fireEvent.change(screen.getByTestId("sensitive-words"), { target: { value: "最低价" } });
		cleanup();
		await waitFor(() => expect(saved().at(-1)?.sensitiveWords).toEqual(["最低价"]));
	});
});
