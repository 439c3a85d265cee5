import { useMutation } from "@tanstack/react-query";
import { commands } from "@/bindings";
import { webAddress } from "@/shared/text/links";

/** Opens an address in the person's browser; only the web's own kinds of address. */
export function useOpenLink() {
	const opening = useMutation({ mutationFn: (url: string) => commands.openLink(url) });
	return {
		failed: opening.isError,
		open: (address: string) => {
			const url = webAddress(address);
			if (url !== null) opening.mutate(url);
		},
	};
}
