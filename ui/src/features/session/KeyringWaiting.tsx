import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { commands } from "@/bindings";
import { useDesk } from "@/shared/host";
import { Button } from "@/shared/ui/Button";

/** An open keyring answers at once; one that has not answered for so long asks the person for its password. */
const PATIENCE_MS = 1500;

/** The keyring waits to be unlocked, which may take as long as a person likes: there is a way on without it. */
export function KeyringWaiting() {
	const checking = useDesk((desk) => desk.keyring.kind === "checking");
	return checking ? <Waiting /> : null;
}

function Waiting() {
	const { t } = useTranslation();
	const [late, setLate] = useState(false);
	const goOn = useMutation({ mutationFn: () => commands.goWithoutKeyring() });
	useEffect(() => {
		const timer = setTimeout(() => setLate(true), PATIENCE_MS);
		return () => clearTimeout(timer);
	}, []);
	if (!late) return null;
	return (
		<div
			role="status"
			data-testid="keyring-waiting"
			className="flex items-start gap-3 border-b border-line bg-warning-weak px-4 py-2 text-base text-text-1"
		>
			<KeyRound size={16} className="mt-0.5 shrink-0 text-warning-text" aria-hidden="true" />
			<p className="min-w-0 flex-1">
				<strong className="font-semibold">{t("notice.keyringChecking")}</strong>{" "}
				<span className="text-text-2">{t("notice.keyringCheckingNext")}</span>
			</p>
			<Button
				size="small"
				data-testid="go-without-keyring"
				disabled={goOn.isPending}
				onClick={() => goOn.mutate()}
			>
				{t("notice.goWithoutKeyring")}
			</Button>
		</div>
	);
}
