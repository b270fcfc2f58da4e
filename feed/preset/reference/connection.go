package reference

func what() []Key {
	return []Key{
		{
			Name: "description", Kind: Text,
			Doc:     "What the feed is. `sockeye presets` and the completion of your shell show it.",
			Example: `description: "the prices of our own matching engine"`,
		},
		{
			Name: "params", Kind: Params,
			Doc: "Values with names, for placeholders: `interval: 5` is `${interval}`. `-p interval=1` replaces one on the command line. `symbols` is the list of what is subscribed" +
				" at the start, replaced by `--symbols A,B`; without it there is one subscription, named after the preset, and `symbols: []` is none at the start. A param cannot name another one.",
			Example: `params: {symbols: [XBT/USD, ETH/USD], interval: 5}`,
		},
	}
}

func connecting() []Key {
	return []Key{
		{
			Name: "url", Kind: Text, Need: true,
			Doc: "Where the feed is, `ws://` or `wss://`. What a placeholder stands for is percent-encoded in the path and the query; `${name|raw}` leaves it as it is. `wss://user:password@host`" +
				" is sent as a Basic `Authorization` header (unless `headers` has one), and is `•••` wherever the address is shown.",
			Example: `url: "wss://example.org/v1/${region}?token=${secret:TOKEN}"`,
		},
		{
			Name: "headers", Kind: Headers,
			Doc:     "HTTP headers of the handshake. Those that belong to WebSocket itself are refused: `subprotocols` and `compression` say these. For Basic authentication put user and password into `url`.",
			Example: `headers: {Authorization: "Bearer ${secret:TOKEN}", User-Agent: sockeye}`,
		},
		{
			Name: "subprotocols", Kind: Texts,
			Doc:     "Offered to the server, the preferred one first. `:connection` shows which one it has chosen.",
			Example: `subprotocols: [graphql-transport-ws]`,
		},
		{
			Name: "compression", Kind: Flag, Default: "false",
			Doc:     "Offer permessage-deflate, without context takeover. Frames that are compressed by the application are `frames.decompress`.",
			Example: `compression: true`,
		},
		{
			Name: "tls", Kind: Map,
			Doc:     "How the server of a `wss://` address proves who it is, and how we do. The files are read for each attempt to connect; there are no placeholders here.",
			Example: `tls: {ca: /etc/feeds/ca.pem, cert: /etc/feeds/us.pem, key: /etc/feeds/us.key, server_name: feeds.internal}`,
			Keys: []Key{
				{Name: "ca", Kind: Text, Doc: "A PEM file of the authorities to trust, instead of those of the system.", Example: `tls: {ca: /etc/feeds/ca.pem}`},
				{Name: "cert", Kind: Text, Doc: "A PEM file with our own certificate. It goes with `key`.", Example: `tls: {cert: /etc/feeds/us.pem, key: /etc/feeds/us.key}`},
				{Name: "key", Kind: Text, Doc: "A PEM file with the key of our own certificate.", Example: `tls: {cert: /etc/feeds/us.pem, key: /etc/feeds/us.key}`},
				{Name: "server_name", Kind: Text, Doc: "The name that the server's certificate must have, where it is not the host of `url`.", Example: `tls: {server_name: feeds.internal}`},
				{Name: "insecure", Kind: Flag, Default: "false", Doc: "Verify nothing. The screen says so all the time.", Example: `tls: {insecure: true}`},
			},
		},
		{
			Name: "proxy", Kind: Text,
			Doc:     "The proxy to connect through, `http://` or `socks5://`. Without it, `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the environment count.",
			Example: `proxy: "http://feeds:${secret:PROXY_PASSWORD}@proxy.internal:3128"`,
		},
		{
			Name: "connect_timeout", Kind: Duration, Default: "10s",
			Doc:     "How long an attempt may take, from the dial to the end of `hello`.",
			Example: `connect_timeout: 5s`,
		},
		{
			Name: "max_frame", Kind: Size, Default: "16MiB",
			Doc:     "The largest frame that is accepted, after decompression; from 1KiB to 1GiB. A larger one ends the connection.",
			Example: `max_frame: 1MiB`,
		},
		{
			Name: "rate", Kind: Rate,
			Doc:     "How fast subscribes, unsubscribes and `:send` go out at most. Replies and keepalives do not wait for it.",
			Example: `rate: 5/s`,
		},
		{
			Name: "reconnect", Kind: Map,
			Doc: "When a connection is made anew. What was wanted is subscribed again on each connection: what was rejected comes last and one by one, what the server had ended is asked for like the rest," +
				" and what the server hung up on within 10 seconds stays rejected until `r`.",
			Example: `reconnect: {min: 1s, max: 30s, stop: [1008, 4000-4099], max_age: 23h}`,
			Keys: []Key{
				{Name: "min", Kind: Duration, Default: "500ms", Doc: "The shortest wait before another attempt. The wait doubles with each attempt, and a part of it is random; after a minute of health it begins anew.", Example: `reconnect: {min: 1s}`},
				{Name: "max", Kind: Duration, Default: "15s", Doc: "The longest wait. After the close codes 1012 and 1013 it is that long from the first attempt on; a `Retry-After` of the server counts too, up to an hour.", Example: `reconnect: {max: 1m}`},
				{Name: "stop", Kind: Codes, Doc: "Close codes after which another attempt is no use: the feed is FAILED until `R`.", Example: `reconnect: {stop: [1008, 4400-4403]}`},
				{Name: "match", Kind: Match, Doc: "Messages by which the server asks us to connect anew.", Example: `reconnect: {match: [{event: notice, code: 64008}]}`},
				{Name: "url", Kind: Path, Doc: "Where such a message has the address to go to. Secrets go there only if its host and port are those of `url`, or `hosts` names it.", Example: `reconnect: {match: {type: moved}, url: to, hosts: ["*.example.org"]}`},
				{Name: "hosts", Kind: Texts, Doc: "Wildcards of other hosts, or `host:port`, that may have our secrets.", Example: `reconnect: {match: {type: moved}, url: to, hosts: ["*.example.org"]}`},
				{Name: "max_age", Kind: Duration, Doc: "A connection is made anew when it is so old, before the server ends it.", Example: `reconnect: {max_age: 23h}`},
				{
					Name: "resume", Kind: Map, Doc: "Puts a value of the last message that had it into the query of the next connection's address.", Example: `reconnect: {resume: {query: since, from: id}}`,
					Keys: []Key{
						{Name: "query", Kind: Text, Need: true, Doc: "The name in the query.", Example: `reconnect: {resume: {query: since, from: id}}`},
						{Name: "from", Kind: Path, Need: true, Doc: "Where messages have the value.", Example: `reconnect: {resume: {query: since, from: id}}`},
					},
				},
			},
		},
		{
			Name: "redact", Kind: Paths,
			Doc: "Places of messages that have a token of the server, as a login or a subscription may bring it. Recordings and `tail --raw` have `•••` in its place, and, of one with six characters or more," +
				" wherever it comes again in what is received or sent. `${secret:NAME}` is hidden without this.",
			Example: `redact: [data.token, listenKey]`,
		},
		{
			Name: "limits", Kind: Map,
			Doc:     "What one feed may make Sockeye keep. Beyond it new labels are logged, and not tracked, and the screen says how many.",
			Example: `limits: {series: 512, labels: 4000}`,
			Keys: []Key{
				{Name: "series", Kind: Count, Default: "256", Doc: "Labels that are charted, 4,096 at most.", Example: `limits: {series: 512}`},
				{Name: "labels", Kind: Count, Default: "1024", Doc: "Rows of the watchlist, 100,000 at most.", Example: `limits: {labels: 4000}`},
			},
		},
	}
}
