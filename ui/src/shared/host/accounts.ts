/**
 * Moving between accounts. What belongs to the account in front and is still on its way to the engine, such as a draft
 * that was typed a moment ago, is handed over before another one takes its place; nobody can type meanwhile.
 */
import { create } from "zustand";
import { type AccountId, commands, type SignOutWipe } from "@/bindings";
import { refreshDesk, useDeskStore } from "./desk";

type Moves = {
	/** The account that is on its way to the front. */
	readonly coming: AccountId | null;
	/** The sign-in page is shown in the place of the work; `account` is the one to go on with. */
	readonly adding: { readonly account: AccountId | null } | null;
	/** The account that the person is about to sign out of. */
	readonly leaving: AccountId | null;
};

export const useAccountMoves = create<Moves>(() => ({ coming: null, adding: null, leaving: null }));

const partings = new Set<() => Promise<unknown>>();

/** What has to be done before another account comes to the front. Returns how to take that back. */
export function beforeParting(task: () => Promise<unknown>): () => void {
	partings.add(task);
	return () => {
		partings.delete(task);
	};
}

async function part() {
	await Promise.allSettled([...partings].map((task) => task()));
}

/** Whether this account is the one in front, as far as the window knows. */
export function isInFront(account: AccountId): boolean {
	return useDeskStore.getState().desk?.account?.id === account;
}

/** Brings an account to the front. One that is not at work is gone on with on the sign-in page, where a failure is told. */
export async function switchAccount(account: AccountId): Promise<void> {
	const { desk } = useDeskStore.getState();
	if (desk === null || isInFront(account) || useAccountMoves.getState().coming !== null) return;
	const summary = desk.accounts.find((known) => known.account.id === account);
	if (summary === undefined || summary.state.state === "signedOut") return addAccount(account);
	useAccountMoves.setState({ coming: account });
	try {
		await part();
		await commands.resume(account);
		await refreshDesk();
	} finally {
		useAccountMoves.setState({ coming: null });
	}
}

/** The account after the one in front, of those at work. */
export async function switchToNext(): Promise<void> {
	const { desk } = useDeskStore.getState();
	if (desk === null) return;
	const atWork = desk.accounts
		.filter(({ state }) => state.state !== "signedOut")
		.map(({ account }) => account.id)
		.sort();
	const at = atWork.findIndex(isInFront);
	const next = atWork[(at + 1) % atWork.length];
	if (next !== undefined) await switchAccount(next);
}

/** Shows the sign-in page in the place of the work. */
export async function addAccount(account: AccountId | null = null): Promise<void> {
	await part();
	useAccountMoves.setState({ adding: { account } });
}

/** The way back, or the end of a sign-in. */
export function endAdding(): void {
	useAccountMoves.setState({ adding: null });
}

/** Asks what signing out of an account is to remove. */
export function askToLeave(account: AccountId | null): void {
	useAccountMoves.setState({ leaving: account });
}

export async function signOutOf(account: AccountId, wipe: SignOutWipe): Promise<void> {
	await part();
	await commands.signOut(account, wipe);
	await refreshDesk();
}
