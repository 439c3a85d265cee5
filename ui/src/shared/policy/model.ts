/** What the organisation's rules leave to choose. Pure; without rules everything is left. */
import type { EnvironmentKind, ExportKind, Policy } from "@/bindings";

/** May somebody sign in to an environment of this kind, at one address at least? */
export function allowsEnvironment(policy: Policy | null, kind: EnvironmentKind): boolean {
	const allowed = policy?.environments ?? null;
	if (allowed === null) return true;
	return allowed.kinds.includes(kind) || (kind === "custom" && allowed.addresses.length > 0);
}

export function allowsExport(policy: Policy | null, kind: ExportKind): boolean {
	return !(policy?.forbiddenExports.includes(kind) ?? false);
}

/** May messages be kept for so many days? 0 keeps them without a limit. */
export function allowsRetention(policy: Policy | null, days: number): boolean {
	const most = policy?.retentionDays ?? null;
	return most === null || (days > 0 && days <= most);
}
