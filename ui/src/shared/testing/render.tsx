import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { startWords } from "../i18n";

/** Renders with what every component relies on, in Chinese. */
export async function show(children: ReactNode) {
	await startWords("zh-CN");
	const client = new QueryClient({ defaultOptions: { mutations: { retry: false } } });
	// As a wrapper, so that it is there when a test renders again.
	return render(children, {
		wrapper: ({ children: inner }: { children: ReactNode }) => (
			<QueryClientProvider client={client}>{inner}</QueryClientProvider>
		),
	});
}

/** Gives every element a size, because a virtual list shows nothing in a window without layout. */
export function giveEverythingSize(width: number, height: number) {
	const sizes = { offsetWidth: width, clientWidth: width, offsetHeight: height, clientHeight: height };
	for (const [name, value] of Object.entries(sizes)) {
		Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
	}
}
