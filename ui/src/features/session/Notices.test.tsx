import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { Notice } from "@/bindings";
import { startTestEngine, stopTestEngine, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { KeyringWaiting } from "./KeyringWaiting";
import { Notices } from "./Notices";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const DAMAGED: Notice = {
	id: 1,
	at: 0,
	account: null,
	kind: "cacheSetAside",
	why: "damaged",
	file: "/data/cache-1-damaged.db",
	savedSends: 2,
	savedDrafts: 1,
};

describe("notices about this computer", () => {
	it("offer to rebuild a cache that was found damaged, and say so when that fails", async () => {
		const damaged: Notice = { id: 3, at: 0, account: null, kind: "cacheDamaged" };
		const asked = startTestEngine(testSnapshot({ notices: [damaged] }), {
			rebuild_cache: () => {
				throw { code: "diskFull", message: "", retryable: false, requestId: null };
			},
		});
		await show(<Notices />);
		expect(screen.getByTestId("notice-cacheDamaged").textContent).toContain("操作记录会保住");
		await userEvent.click(screen.getByTestId("rebuild-cache"));
		expect(asked.map(({ command }) => command)).toContain("rebuild_cache");
		expect((await screen.findByRole("alert")).textContent).toContain("没有重建成功");
	});

	it("offer to go on while the keyring waits for its password", async () => {
		const asked = startTestEngine(
			testSnapshot({ account: null, session: { state: "signedOut" }, keyring: { kind: "checking" } }),
		);
		await show(<KeyringWaiting />);
		expect(screen.queryByTestId("keyring-waiting")).toBeNull();
		await userEvent.click(await screen.findByTestId("go-without-keyring", {}, { timeout: 5000 }));
		expect(asked.map(({ command }) => command)).toContain("go_without_keyring");
	});

	it("say what happened, what was kept and where, until they are dismissed", async () => {
		const asked = startTestEngine(testSnapshot({ notices: [DAMAGED] }));
		await show(<Notices />);
		const notice = screen.getByTestId("notice-cacheSetAside");
		expect(notice.textContent).toContain("2 条未确认的消息和 1 份草稿");
		expect(notice.textContent).toContain("/data/cache-1-damaged.db");
		await userEvent.click(screen.getByTestId("dismiss-notice"));
		expect(asked).toContainEqual({ command: "dismiss_notice", args: { id: 1 } });
	});

	it("offer to look at the keyring again only while nobody is signed in", async () => {
		const locked: Notice = { id: 2, at: 0, account: null, kind: "keyringLocked", message: "" };
		const asked = startTestEngine(
			testSnapshot({ account: null, session: { state: "signedOut" }, notices: [locked] }),
		);
		await show(<Notices />);
		await userEvent.click(screen.getByTestId("check-keyring"));
		expect(asked.map(({ command }) => command)).toContain("check_keyring");
		cleanup();
		startTestEngine(testSnapshot({ notices: [locked] }));
		await show(<Notices />);
		expect(screen.queryByTestId("check-keyring")).toBeNull();
	});
});
