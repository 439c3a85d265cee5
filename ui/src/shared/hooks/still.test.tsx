import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { useStillWhilePressed } from "./still";

afterEach(cleanup);

function Banner() {
	const place = useStillWhilePressed<HTMLDivElement>();
	return <div ref={place} data-testid="banner" />;
}

it.each(["pointerUp", "pointerCancel"] as const)("keeps its height from press to %s", async (end) => {
	render(<Banner />);
	const banner = screen.getByTestId("banner");
	fireEvent.pointerDown(document.body);
	expect(banner.style.height).toBe(`${banner.offsetHeight}px`);
	expect(banner.style.overflow).toBe("hidden");
	fireEvent[end](document.body);
	await waitFor(() => expect(banner.getAttribute("style") ?? "").toBe(""));
});
