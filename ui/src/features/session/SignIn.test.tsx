import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Snapshot } from "@/bindings";
import { useDeskStore } from "@/shared/host";
import {
	startTestEngine,
	stopTestEngine,
	TEST_ACCOUNT,
	testSnapshot,
	testSummary,
} from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { SignIn } from "./SignIn";

const OUT: Partial<Snapshot> = { account: null, session: { state: "signedOut" } };
let answers: Record<string, (args: never) => unknown>;
let asked: ReturnType<typeof startTestEngine>;

function start(rest: Partial<Snapshot> = {}) {
	asked = startTestEngine(testSnapshot({ ...OUT, ...rest }), answers);
	return show(<SignIn corner={null} />);
}

beforeEach(() => {
	answers = { subscribe: () => testSnapshot(OUT) };
});

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const secret = () => screen.getByTestId<HTMLInputElement>("access-secret");
/** All but the question for the organisation's rules, which every sign-in page asks. */
const done = () => asked.filter(({ command }) => command !== "policy");
const requests = () => asked.filter(({ command }) => command === "sign_in").map(({ args }) => args);

describe("signing in", () => {
	it("practises with one click", async () => {
		await start();
		await userEvent.click(screen.getByTestId("sign-in-submit"));
		expect(requests()).toEqual([
			{
				request: {
					environment: "practice",
					apiBase: null,
					socketBase: null,
					accessKey: "practice",
					accessSecret: "practice",
					remember: true,
				},
			},
		]);
		await waitFor(() => expect(asked.some(({ command }) => command === "subscribe")).toBe(true));
	});

	it("forgets the secret with the submission and says what went wrong, what was kept and what to do", async () => {
		answers.sign_in = () => {
			throw { code: "auth", message: "bad secret", retryable: false, requestId: "q-1" };
		};
		await start();
		await userEvent.click(screen.getByTestId("env-production"));
		await userEvent.type(screen.getByTestId("access-key"), "kefu");
		await userEvent.type(secret(), "s3cret");
		await userEvent.click(screen.getByTestId("sign-in-submit"));
		const error = await screen.findByTestId("sign-in-error");
		expect(error.textContent).toContain("不被接受");
		expect(error.textContent).toContain("只有密钥需要重新输入");
		expect(error.textContent).toContain("q-1");
		expect(secret().value).toBe("");
		expect(screen.getByTestId<HTMLInputElement>("access-key").value).toBe("kefu");
		expect(JSON.stringify(useDeskStore.getState())).not.toContain("s3cret");
	});

	it("asks for what is missing before it asks the platform", async () => {
		await start();
		await userEvent.click(screen.getByTestId("env-custom"));
		await userEvent.type(screen.getByTestId("api-base"), "https://a.example");
		await userEvent.click(screen.getByTestId("sign-in-submit"));
		expect(screen.getByTestId("sign-in-error").textContent).toBe(
			"请填写长连接地址 · Access Key · Access Secret。",
		);
		expect(requests()).toEqual([]);
	});

	it("goes on with a known account in one click", async () => {
		await start({ accounts: [testSummary(TEST_ACCOUNT)] });
		await userEvent.click(screen.getByTestId("known-account"));
		expect(done()[0]).toEqual({ command: "resume", args: { account: TEST_ACCOUNT.id } });
	});

	it("asks for the secret of a known account that did not keep it", async () => {
		await start({ accounts: [testSummary({ ...TEST_ACCOUNT, accessKey: "kefu", remembered: false })] });
		await userEvent.click(screen.getByTestId("known-account"));
		expect(done()).toEqual([]);
		expect(screen.getByTestId<HTMLInputElement>("access-key").value).toBe("kefu");
		expect(document.activeElement).toBe(secret());
	});

	it("makes the form ready for a known account whose secret is no longer accepted", async () => {
		answers.resume = () => {
			throw { code: "auth", message: "", retryable: false, requestId: null };
		};
		await start({ accounts: [testSummary({ ...TEST_ACCOUNT, accessKey: "kefu" })] });
		await userEvent.click(screen.getByTestId("known-account"));
		expect((await screen.findByTestId("sign-in-error")).textContent).toContain("不被接受");
		expect(screen.getByTestId<HTMLInputElement>("access-key").value).toBe("kefu");
	});

	it("says so when the computer cannot keep a secret", async () => {
		await start({ keyring: { kind: "unavailable", message: "" } });
		expect(screen.getByTestId("keyring-unavailable")).toBeTruthy();
		await userEvent.click(screen.getByTestId("sign-in-submit"));
		expect(requests()).toMatchObject([{ request: { remember: false } }]);
	});

	it("offers the environments that the organisation allows, and none at all if its rules cannot be read", async () => {
		const rules = {
			file: "/etc/zuoxi/policy.toml",
			problem: null,
			retentionDays: null,
			forbiddenExports: [],
		};
		answers.policy = () => ({ ...rules, environments: { kinds: ["production"], addresses: [] } });
		await start();
		await screen.findByTestId("set-by-organisation");
		expect(screen.queryByTestId("env-practice")).toBeNull();
		await waitFor(() =>
			expect(screen.getByTestId("env-production").querySelector("input")?.checked).toBe(true),
		);
		expect(screen.getByTestId<HTMLInputElement>("access-key").value).toBe("");
		cleanup();

		answers.policy = () => ({ ...rules, problem: "line 3", environments: { kinds: [], addresses: [] } });
		await start();
		expect((await screen.findByTestId("policy-broken")).textContent).toContain("line 3");
		expect(screen.getByTestId("sign-in-submit")).toHaveProperty("disabled", true);
	});
});
