// Package serve is an SSH server that has a screen for each operator, on feeds that all of them share: one connection for each
// feed, however many screens there are, and history, alerts and recordings once.
//
//   - a [Server] listens, and admits sessions: on TCP those whose key is in the file of keys, and on a socket of this machine
//     those who may open it.
//   - [Keys] are the operators and what each may do. A key that is gone from the file ends its sessions.
//   - a session is one request of a client: a screen on its terminal, or a pipe as of `sockeye tail` and `sockeye probe`.
//   - sharedFeeds are the feeds that are open and how many sessions have each; wants are who wants which of its symbols.
//   - [Audit] has a line for each act that sends something, and for each log-in.
//
// What a client sends is never run: there is no shell, no subsystem, no forwarding of ports or agents, and of its environment only
// what describes a terminal. A session has goroutines, a terminal and flow control of its own; one that is slow, stopped or
// broken costs the others nothing.
package serve
