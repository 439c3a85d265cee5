import type { CommandError, ErrorCode } from "@/bindings";

/** What a command failed with. `unknown` is for what is no `CommandError`: a defect of ours. */
export type CommandFailure = {
	code: ErrorCode | "unknown";
	message: string;
	retryable: boolean;
	requestId: string | null;
};

export function commandFailure(error: unknown): CommandFailure {
	if (isCommandError(error)) return error;
	const message = error instanceof Error ? error.message : String(error);
	return { code: "unknown", message, retryable: false, requestId: null };
}

function isCommandError(error: unknown): error is CommandError {
	return typeof error === "object" && error !== null && "code" in error && "retryable" in error;
}
