import { cleanup, fireEvent, screen } from "@testing-library/react";
import type { ComponentType } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "../testing/render";
import { later } from "./later";

afterEach(cleanup);

const Page = ({ name }: { name: string }) => (
	<button type="button" data-region-focus="">
		{name}
	</button>
);
const Region = ({ View }: { View: ComponentType<{ name: string }> }) => (
	<main data-region="view">
		<View name="群发" />
	</main>
);

describe("a view that is read later", () => {
	it("shows that it is being opened, and then itself", async () => {
		let arrive = (_: typeof Page) => {};
		const View = later(() => new Promise<typeof Page>((resolve) => (arrive = resolve)));
		await show(<Region View={View} />);
		expect(screen.getByRole("status").getAttribute("aria-label")).toBe("正在打开…");
		screen.getByRole("status").parentElement?.focus();
		arrive(Page);
		expect(await screen.findByText("群发")).toBe(document.activeElement);
	});

	it("is there at once when it was prepared", async () => {
		const View = later(async () => Page);
		await View.prepare();
		await show(<Region View={View} />);
		expect(screen.queryByRole("status")).toBeNull();
		expect(screen.getByText("群发")).toBeTruthy();
	});

	it("says when it cannot be opened, and opens when it is tried again", async () => {
		const read = vi.fn<() => Promise<typeof Page>>();
		read.mockRejectedValueOnce(new Error("gone")).mockResolvedValueOnce(Page);
		await show(<Region View={later(read)} />);
		fireEvent.click(await screen.findByText("重试"));
		expect(await screen.findByText("群发")).toBeTruthy();
	});
});
