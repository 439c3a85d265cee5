import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Account, Snapshot } from "@/bindings";
import { beforeParting, useAccountMoves } from "@/shared/host";
import {
	startTestEngine,
	stopTestEngine,
	TEST_ACCOUNT,
	testSnapshot,
	testSummary,
} from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { AccountMenu } from "./AccountMenu";
import { SignOutDialog } from "./SignOutDialog";

const LIVE = { state: { state: "live", completeTo: 0 } } as const;
const OTHER: Account = {
	...TEST_ACCOUNT,
	id: "other",
	accessKey: "kefu",
	environment: { ...TEST_ACCOUNT.environment, kind: "custom", apiBase: "https://kefu.example:8443" },
};
const OUT: Account = { ...TEST_ACCOUNT, id: "out", accessKey: "out" };
const TWO: Partial<Snapshot> = {
	accounts: [testSummary(TEST_ACCOUNT, LIVE), testSummary(OTHER, { ...LIVE, unread: 3 }), testSummary(OUT)],
};

beforeEach(() => useAccountMoves.setState({ coming: null, adding: null, leaving: null }));
afterEach(() => {
	cleanup();
	stopTestEngine();
});

async function open(answers: Record<string, (args: never) => unknown> = {}) {
	const asked = startTestEngine(testSnapshot(TWO), { subscribe: () => testSnapshot(TWO), ...answers });
	await show(
		<>
			<AccountMenu />
			<SignOutDialog />
		</>,
	);
	await userEvent.click(screen.getByTestId("account-menu"));
	return asked.map.bind(asked, ({ command }) => command) as () => string[];
}

const entry = (id: string) =>
	screen.getAllByTestId("account-entry").find((each) => each.dataset.account === id) as HTMLElement;

describe("the menu of accounts", () => {
	it("tells the accounts apart, and what is unread in those behind", async () => {
		await open();
		expect(screen.getByTestId("unread-behind").textContent).toBe("3");
		expect(screen.getByTestId("account-menu").getAttribute("aria-label")).toContain("3 条未读");
		expect(entry("other").textContent).toContain("kefu.example:8443");
		expect(entry("test-account").getAttribute("aria-checked")).toBe("true");
	});

	it("hands over what was typed before another account comes", async () => {
		const order: string[] = [];
		const stay = beforeParting(async () => order.push("draft"));
		await open({ resume: () => order.push("resume") });
		await userEvent.click(entry("other"));
		await waitFor(() => expect(order).toEqual(["draft", "resume"]));
		await waitFor(() => expect(useAccountMoves.getState().coming).toBeNull());
		stay();
	});

	it("is used with the keyboard alone", async () => {
		const asked = await open();
		await waitFor(() => expect(document.activeElement?.closest("[role=menu]")).toBeTruthy());
		entry("other").focus();
		await userEvent.keyboard("{Enter}");
		await waitFor(() => expect(asked()).toContain("resume"));
	});

	it("leads to the sign-in page for an account that is signed out, and for a new one", async () => {
		await open();
		await userEvent.click(entry("out"));
		await waitFor(() => expect(useAccountMoves.getState().adding).toEqual({ account: "out" }));
		await userEvent.click(screen.getByTestId("account-menu"));
		await userEvent.click(await screen.findByTestId("add-account"));
		await waitFor(() => expect(useAccountMoves.getState().adding).toEqual({ account: null }));
	});

	it("signs out of the one in front with what the person chose to remove", async () => {
		let args: unknown = null;
		await open({
			sign_out: (given) => {
				args = given;
				return null;
			},
		});
		await userEvent.click(screen.getByTestId("sign-out"));
		await userEvent.click(await screen.findByTestId("sign-out-wipe"));
		expect(screen.getByTestId<HTMLButtonElement>("sign-out-confirm").disabled).toBe(true);
		await userEvent.click(screen.getByTestId("sign-out-consent"));
		await userEvent.click(screen.getByTestId("sign-out-confirm"));
		await waitFor(() =>
			expect(args).toEqual({ account: "test-account", wipe: { secret: true, media: true, cache: true } }),
		);
	});
});
