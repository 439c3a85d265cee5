/** Sign-in and the state of the line, as far as they can be worked out without a window. */
import type {
	Account,
	AccountId,
	AccountSummary,
	EnvironmentKind,
	Robot,
	SessionState,
	SignInRequest,
	Timestamp,
} from "@/bindings";
import type { Tone } from "@/shared/ui/StateDot";

/** Practice comes first: it is where everyone begins, and nothing can go wrong there. */
export const ENVIRONMENTS: readonly EnvironmentKind[] = ["practice", "test", "production", "custom"];

/** The practice platform's own account; it is no secret. */
export const PRACTICE_KEY = "practice";
export const PRACTICE_SECRET = "practice";

/** What is filled in, without the secret: that stays in its field until it is sent. */
export type SignInForm = {
	readonly environment: EnvironmentKind;
	readonly accessKey: string;
	readonly apiBase: string;
	readonly socketBase: string;
	readonly remember: boolean;
};

export type FormField = "accessKey" | "accessSecret" | "apiBase" | "socketBase";

export function missingFields(form: SignInForm, secret: string): FormField[] {
	const values: Record<FormField, string> = { ...form, accessSecret: secret };
	const asked: FormField[] = ["accessKey", "accessSecret"];
	if (form.environment === "custom") asked.unshift("apiBase", "socketBase");
	return asked.filter((field) => values[field].trim() === "");
}

export function signInRequest(form: SignInForm, secret: string): SignInRequest {
	const custom = form.environment === "custom";
	return {
		environment: form.environment,
		apiBase: custom ? withoutTrailingSlash(form.apiBase) : null,
		socketBase: custom ? withoutTrailingSlash(form.socketBase) : null,
		accessKey: form.accessKey.trim(),
		accessSecret: secret,
		remember: form.remember,
	};
}

function withoutTrailingSlash(address: string): string {
	return address.trim().replace(/\/+$/, "");
}

/** Accounts that can be continued without a secret come first. */
export function accountsToOffer(accounts: readonly Account[]): Account[] {
	return [...accounts].sort((a, b) => Number(b.remembered) - Number(a.remembered));
}

/** The host an account is on, for those on platforms of their own. */
export function hostOf(address: string): string {
	try {
		return new URL(address).host;
	} catch {
		return address;
	}
}

/** In an order that does not change with use, so that a hand finds its way: by place, then by name. */
export function inMenuOrder(accounts: readonly AccountSummary[]): AccountSummary[] {
	const key = ({ account }: AccountSummary) =>
		`${ENVIRONMENTS.indexOf(account.environment.kind)} ${account.accessKey} ${account.id}`;
	return [...accounts].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Where an account of a platform of one's own is, so that two of the same name are not mixed up. */
export function placeOf(account: Account): string | null {
	return account.environment.kind === "custom" ? hostOf(account.environment.apiBase) : null;
}

/** What is unread in the accounts that are not in front. */
export function unreadBehind(accounts: readonly AccountSummary[], front: AccountId): number {
	return accounts.reduce((sum, { account, unread }) => sum + (account.id === front ? 0 : unread), 0);
}

const TONES: Record<SessionState["state"], Tone> = {
	signedOut: "quiet",
	connecting: "warning",
	catchingUp: "warning",
	live: "positive",
	offline: "danger",
	authLost: "danger",
};

export function toneOf(session: SessionState): Tone {
	return TONES[session.state];
}

/** Up to when everything is here; null if that is not known. */
export function completeTo(session: SessionState): Timestamp | null {
	return session.state === "live" || session.state === "offline" ? session.completeTo : null;
}

/** Whole seconds until the next attempt; 0 means that it is under way. */
export function secondsToRetry(nextAt: Timestamp, now: Timestamp): number {
	return Math.max(0, Math.ceil((nextAt - now) / 1000));
}

export function robotTally(robots: readonly Robot[]): { online: number; total: number } {
	return { online: robots.filter((robot) => robot.status === "online").length, total: robots.length };
}

const ROBOT_TONES: Record<Robot["status"], Tone> = {
	online: "positive",
	starting: "warning",
	offline: "danger",
	banned: "danger",
	kicked: "danger",
	unknown: "quiet",
};

export function robotTone(robot: Robot): Tone {
	return ROBOT_TONES[robot.status];
}

/** Leaving asks for a second gesture when something would wait or be lost. */
export function leavingNeedsConsent(unsent: number, wipe: boolean): boolean {
	return wipe || unsent > 0;
}
