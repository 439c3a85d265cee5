/** The accounts of the demo world: who is known, who is at work, and who is in front. */
import type { Account, AccountId, AccountSummary, SessionState, SignInRequest } from "@/bindings";
import { type DemoCommands, refuse, wait } from "./engine";
import { isSignedOut, scene } from "./scene";

const PRACTICE: Account = {
	id: "practice",
	environment: {
		kind: "practice",
		apiBase: "http://127.0.0.1:39000",
		socketBase: "http://127.0.0.1:39000",
		mediaHosts: [],
		protocol: "auto",
	},
	accessKey: "practice",
	remembered: true,
};

const OTHERS: Account[] = [
	{
		...PRACTICE,
		id: "a1",
		accessKey: "manman-kefu",
		environment: { ...PRACTICE.environment, kind: "production", apiBase: "https://www.yjiyun.com" },
	},
	{
		...PRACTICE,
		id: "a2",
		accessKey: "manman-test",
		remembered: false,
		environment: { ...PRACTICE.environment, kind: "test", apiBase: "https://test.yjiyun.com" },
	},
];

export class DemoAccounts {
	#inFront: Account | null = isSignedOut ? null : PRACTICE;
	readonly #forgotten = new Set<AccountId>();
	/** `?scene=several` has two accounts at work. */
	readonly #atWork = new Set<AccountId>(scene === "several" ? [PRACTICE.id, "a1"] : [PRACTICE.id]);

	get inFront(): Account | null {
		return this.#inFront;
	}

	summaries(): AccountSummary[] {
		return this.#known()
			.filter(({ id }) => scene !== "accounts" || id !== PRACTICE.id)
			.map((account) => {
				const atWork = this.#atWork.has(account.id) && scene !== "accounts";
				const state: SessionState = atWork
					? { state: "live", completeTo: Date.now() }
					: { state: "signedOut" };
				return { account, state, unread: atWork ? 7 : 0, waiting: 0 };
			});
	}

	readonly commands: DemoCommands = {
		sign_in: async ({ request }: { request: SignInRequest }) => {
			await wait(500);
			if (request.environment === "custom") refuse("unreachable", "connection refused");
			if (request.accessSecret === "wrong") refuse("auth", "密钥错误");
			this.#inFront = PRACTICE;
			return PRACTICE;
		},
		resume: async ({ account }: { account: AccountId }) => {
			await wait(400);
			this.#inFront = this.#known().find(({ id }) => id === account) ?? PRACTICE;
			this.#atWork.add(account);
			return this.#inFront;
		},
		sign_out: ({ account }: { account: AccountId }) => {
			this.#atWork.delete(account);
			if (this.#inFront?.id === account)
				this.#inFront = this.#known().find(({ id }) => this.#atWork.has(id)) ?? null;
			return null;
		},
		forget_account: ({ account }: { account: AccountId }) => {
			this.#forgotten.add(account);
			return null;
		},
		check_keyring: () => null,
		go_without_keyring: () => null,
	};

	#known(): Account[] {
		const known = scene === "sign-in" || scene === "no-keyring" ? [] : [PRACTICE, ...OTHERS];
		return known.filter(({ id }) => !this.#forgotten.has(id));
	}
}
