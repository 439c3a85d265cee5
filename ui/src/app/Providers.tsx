import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

/** What every component may rely on. The page's policy allows no inline styles, so Base UI must not add any. */
export function Providers({ children }: { children: ReactNode }) {
	return (
		<CSPProvider disableStyleElements>
			<Answers>
				<Tooltip.Provider delay={500} closeDelay={0}>
					{children}
				</Tooltip.Provider>
			</Answers>
		</CSPProvider>
	);
}

/** Keeps what the engine answered. Each account has one of its own, so that no answer is shown for another account. */
export function Answers({ children }: { children: ReactNode }) {
	const [queries] = useState(
		() =>
			new QueryClient({
				defaultOptions: {
					// The engine is on this computer: there is no network to wait for, and it retries by itself.
					queries: { retry: false, networkMode: "always", refetchOnWindowFocus: false },
					mutations: { retry: false, networkMode: "always" },
				},
			}),
	);
	return <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
}
