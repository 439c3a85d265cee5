import { Download, LoaderCircle, Pause, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { messageStream } from "@/shared/host";
import { formatElapsed } from "@/shared/time/model";
import { IconButton } from "@/shared/ui/IconButton";
import { useThreadTools } from "../tools";
import { Card } from "./Card";
import { useVoice } from "./useVoice";

/**
 * A voice message. Nothing is read before somebody plays it, and only one plays at a time. WeChat's own formats
 * play in no window: that is said, with the way to keep the file.
 */
export function VoiceCard({ message }: { message: ThreadMessage }) {
	const { t } = useTranslation();
	const { save } = useThreadTools();
	const voice = useVoice(messageStream(message.key));
	const playing = voice.state === "playing";
	const failed = voice.state === "failed";
	return (
		<Card className="p-2.5">
			<div className="flex h-10 items-center gap-2.5" data-testid="voice" data-state={voice.state}>
				<IconButton
					label={t(playing ? "player.pause" : "player.play")}
					size={36}
					disabled={failed}
					data-testid="voice-play"
					onClick={voice.toggle}
					className="rounded-full bg-accent-weak text-accent-text hover:text-accent-text"
				>
					{voice.state === "loading" ? (
						<LoaderCircle size={18} className="animate-spin" />
					) : playing ? (
						<Pause size={18} />
					) : (
						<Play size={18} />
					)}
				</IconButton>
				{failed ? (
					<span role="alert" className="min-w-0 flex-1 text-small text-text-2">
						<span className="block">{t("player.cannot")}</span>
						<span className="block text-mini text-text-3">{t("player.cannotHint")}</span>
					</span>
				) : voice.seconds === null ? (
					<span className="min-w-0 flex-1 text-base text-text-1">
						{t(voice.state === "loading" ? "player.loading" : "player.voice")}
					</span>
				) : (
					<span className="flex min-w-0 flex-1 items-center gap-2">
						<input
							type="range"
							aria-label={t("player.position")}
							aria-valuetext={formatElapsed(voice.at * 1000)}
							min={0}
							max={voice.seconds}
							step={0.1}
							value={voice.at}
							onChange={(event) => voice.seek(Number(event.target.value))}
							className="h-4 min-w-0 flex-1 accent-accent"
						/>
						<span className="tabular shrink-0 text-mini text-text-3">
							{formatElapsed((playing || voice.at > 0 ? voice.at : voice.seconds) * 1000)}
						</span>
						<button
							type="button"
							aria-label={t("player.speed", { rate: String(voice.rate) })}
							onClick={voice.faster}
							className="tabular h-5 w-8 shrink-0 rounded-chip text-mini text-text-2 hover:bg-hover"
						>
							{voice.rate}×
						</button>
					</span>
				)}
				<IconButton label={t("player.save")} title={t("player.save")} size={24} onClick={() => save(message)}>
					<Download size={16} />
				</IconButton>
			</div>
		</Card>
	);
}
