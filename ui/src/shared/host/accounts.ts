/**
 * Moving between accounts. What belongs to the account in front and is still on its way to the engine, such as a draft
 * that was typed a moment ago, is handed over before another one takes its place; nobody can type meanwhile.
 */
import { create } from "zustand";
import { type AccountId, commands, type MessageKey, type SignOutWipe } from "@/bindings";
import { onAskedFor, readNewestPage, refreshDesk, useDeskStore } from "./desk";
import { jumpToMessage } from "./jump";
import { chatOf, chatPath } from "./keys";

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

/** The last move that was begun, whatever came of it. */
let move: Promise<unknown> = Promise.resolve();

/** Brings an account to the front. One that is not at work is gone on with on the sign-in page, where a failure is told. */
export async function switchAccount(account: AccountId): Promise<void> {
	const { desk } = useDeskStore.getState();
	if (desk === null || isInFront(account) || useAccountMoves.getState().coming !== null) return;
	const summary = desk.accounts.find((known) => known.account.id === account);
	if (summary === undefined || summary.state.state === "signedOut") return addAccount(account);
	useAccountMoves.setState({ coming: account });
	const mine = bring(account).finally(() => useAccountMoves.setState({ coming: null }));
	move = mine.catch(() => undefined);
	await mine;
}

async function bring(account: AccountId) {
	await part();
	await commands.resume(account);
	await refreshDesk();
}

/** As many messages as the thread shows at first. */
const NEWEST = 60;

/**
 * Shows a message that was asked for from outside the window, as by a click on a notification. Its account comes to the
 * front first. With the newest messages in memory the thread shows it where it is, and stays live.
 */
export async function openMessage(account: AccountId, key: MessageKey): Promise<void> {
	await move;
	await switchAccount(account);
	if (!isInFront(account)) return;
	endAdding();
	const chat = chatOf(key);
	const loaded = useDeskStore.getState().desk?.threads.get(chatPath(chat))?.messages.length ?? 0;
	// Without them the thread still finds it by itself.
	await readNewestPage(chat, Math.max(NEWEST, loaded), () => true).catch(() => undefined);
	jumpToMessage(key);
}
// Where the account cannot come to the front, the sign-in page or the list of accounts says why.
onAskedFor((account, key) => void openMessage(account, key).catch(() => undefined));

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
