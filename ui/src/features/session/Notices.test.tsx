import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { Notice } from "@/bindings";
import { startTestEngine, stopTestEngine, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
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
