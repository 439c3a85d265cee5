import { useState } from "react";
import { type AccountId, commands, type SignInRequest } from "@/bindings";
import { endAdding, refreshDesk } from "@/shared/host";

export type Attempt =
	| { state: "idle" }
	| { state: "busy"; account: AccountId | null }
	/** `account` is set when a known account was to be continued. */
	| { state: "failed"; account: AccountId | null; error: unknown };

/**
 * Signing in, and going on with a known account; the snapshot that follows brings the shell. No query cache is
 * used here, because it would keep the request, and with it the secret.
 */
export function useSignIn() {
	const [attempt, setAttempt] = useState<Attempt>({ state: "idle" });

	async function run(account: AccountId | null, task: () => Promise<unknown>) {
		setAttempt({ state: "busy", account });
		try {
			await task();
			await refreshDesk();
			endAdding();
			setAttempt({ state: "idle" });
		} catch (error) {
			setAttempt({ state: "failed", account, error });
		}
	}

	return {
		attempt,
		signIn: (request: SignInRequest) => run(null, () => commands.signIn(request)),
		resume: (account: AccountId) => run(account, () => commands.resume(account)),
		clear: () => setAttempt({ state: "idle" }),
	};
}
