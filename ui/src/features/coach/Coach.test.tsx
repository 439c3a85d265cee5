import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Preferences } from "@/bindings";
import { startTestEngine, stopTestEngine, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { Coach } from "./Coach";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

it("the first steps are shown once, lead to the uploads, and do not come again", async () => {
	const snapshot = testSnapshot();
	const asked = startTestEngine({ ...snapshot, preferences: { ...snapshot.preferences, coached: false } });
	const onUploads = vi.fn();
	await show(<Coach onUploads={onUploads} onShortcuts={vi.fn()} />);
	await userEvent.click(screen.getByTestId("coach-next"));
	await userEvent.click(screen.getByTestId("coach-next"));
	await userEvent.click(screen.getByTestId("coach-uploads"));
	expect(onUploads).toHaveBeenCalledOnce();
	await userEvent.click(screen.getByTestId("coach-next"));
	await userEvent.click(screen.getByTestId("coach-next"));
	await waitFor(() => expect(screen.queryByTestId("coach")).toBeNull());
	const { args } = asked.find(({ command }) => command === "set_preferences") ?? {};
	expect((args as { preferences: Preferences }).preferences.coached).toBe(true);
});
