// The page's line to the Node half: events come in; orders too, whose answers go out.
function live(hear) {
	const socket = new WebSocket(`ws://${location.host}/live`);
	socket.onopen = () => socket.send(JSON.stringify({ open: true }));
	socket.onmessage = async ({ data }) => {
		const said = JSON.parse(data);
		if (said.page === undefined) hear(said.name, said.it);
		else socket.send(JSON.stringify(await orders[said.page](said.argument)));
	};
}
