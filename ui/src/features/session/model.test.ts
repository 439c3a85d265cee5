import { describe, expect, it } from "vitest";
import type { Account, Robot, SessionState } from "@/bindings";
import {
	accountsToOffer,
	completeTo,
	hostOf,
	leavingNeedsConsent,
	missingFields,
	robotTally,
	type SignInForm,
	secondsToRetry,
	signInRequest,
	toneOf,
} from "./model";

const FORM: SignInForm = {
	environment: "production",
	accessKey: " k ",
	apiBase: "",
	socketBase: "",
	remember: true,
};

describe("signing in", () => {
	it("asks for addresses on a platform of one's own only", () => {
		expect(missingFields({ ...FORM, accessKey: " " }, "")).toEqual(["accessKey", "accessSecret"]);
		expect(missingFields({ ...FORM, environment: "custom" }, "s")).toEqual(["apiBase", "socketBase"]);
		expect(missingFields(FORM, "s")).toEqual([]);
	});

	it("sends addresses only where they count, and the secret as it was typed", () => {
		const typed = { ...FORM, apiBase: "https://a.example//", socketBase: " https://b.example/ " };
		expect(signInRequest(typed, " s ")).toEqual({
			environment: "production",
			apiBase: null,
			socketBase: null,
			accessKey: "k",
			accessSecret: " s ",
			remember: true,
		});
		expect(signInRequest({ ...typed, environment: "custom" }, "s")).toMatchObject({
			apiBase: "https://a.example",
			socketBase: "https://b.example",
		});
	});

	it("offers accounts that need no secret first", () => {
		const account = (id: string, remembered: boolean) => ({ id, remembered }) as Account;
		const offered = accountsToOffer([account("a", false), account("b", true), account("c", true)]);
		expect(offered.map((each) => each.id)).toEqual(["b", "c", "a"]);
	});

	it("names a host, or the address where there is none", () => {
		expect(hostOf("https://a.example:8443/x")).toBe("a.example:8443");
		expect(hostOf("somewhere")).toBe("somewhere");
	});
});

describe("the line", () => {
	const offline: SessionState = {
		state: "offline",
		attempt: 2,
		nextAt: 12_000,
		completeTo: 5,
		reason: { kind: "timedOut" },
	};

	it("is green only when everything is here", () => {
		expect(toneOf({ state: "live", completeTo: 1 })).toBe("positive");
		expect(toneOf({ state: "catchingUp", done: 1, total: 2 })).toBe("warning");
		expect(toneOf(offline)).toBe("danger");
	});

	it("keeps saying up to when it was complete", () => {
		expect(completeTo({ state: "live", completeTo: 9 })).toBe(9);
		expect(completeTo(offline)).toBe(5);
		expect(completeTo({ state: "connecting" })).toBeNull();
	});

	it("counts down to the next attempt", () => {
		expect([0, 11_999, 12_000, 99_000].map((now) => secondsToRetry(12_000, now))).toEqual([12, 1, 0, 0]);
	});

	it("counts robots", () => {
		const robot = (status: Robot["status"]) => ({ status }) as Robot;
		expect(robotTally([robot("online"), robot("offline"), robot("starting")])).toEqual({
			online: 1,
			total: 3,
		});
	});
});

it("asks twice before something unsent has to wait or is lost", () => {
	expect(leavingNeedsConsent(0, false)).toBe(false);
	expect(leavingNeedsConsent(1, false)).toBe(true);
	expect(leavingNeedsConsent(0, true)).toBe(true);
});
