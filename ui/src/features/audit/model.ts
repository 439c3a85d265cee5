/** Which part of the audit log is shown. */
import type { AuditKind, AuditOutcome, AuditQuery, RobotKey, Timestamp } from "@/bindings";
import { DAY_MS } from "@/shared/time/model";

export type Reach = "day" | "week" | "month" | "ever";
export type AuditFilter = {
	kind: AuditKind | "";
	outcome: AuditOutcome | "";
	robot: RobotKey | "";
	reach: Reach;
};

export const EVERYTHING: AuditFilter = { kind: "", outcome: "", robot: "", reach: "week" };

const REACH_DAYS: Record<Reach, number | null> = { day: 1, week: 7, month: 30, ever: null };

const PAGE = 100;

export function queryOf(filter: AuditFilter, now: Timestamp): AuditQuery {
	const days = REACH_DAYS[filter.reach];
	return {
		robot: filter.robot === "" ? null : filter.robot,
		kind: filter.kind === "" ? null : filter.kind,
		outcome: filter.outcome === "" ? null : filter.outcome,
		since: days === null ? null : now - days * DAY_MS,
		until: null,
		after: null,
		limit: PAGE,
	};
}
