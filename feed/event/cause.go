package event

// Cause is why a connection has ended, or why there is none after an attempt.
type Cause uint8

// The causes.
const (
	Unreachable   Cause = iota // nothing has answered the handshake
	Refused                    // the server has answered the handshake, and does not want the connection
	NoHello                    // what is to come before anything is subscribed has not come in time, or cannot be sent
	ClosedByPeer               // the server has sent a close frame
	Broken                     // the connection was lost without a close frame
	Silent                     // nothing was received for too long, or a ping was not answered
	NotReading                 // the server does not read what is sent
	PeerAsked                  // the server asks for another connection
	TooOld                     // the preset lets no connection be older
	OperatorAsked              // the operator wants another connection

	Causes // how many causes there are
)

var causeWords = [Causes]string{
	Unreachable: "unreachable", Refused: "refused", NoHello: "no_hello", ClosedByPeer: "closed", Broken: "lost", Silent: "silent",
	NotReading: "not_reading", PeerAsked: "server_asked", TooOld: "max_age", OperatorAsked: "operator",
}

// String returns a word for the cause, as a metric has it.
func (c Cause) String() string { return causeWords[c] }
