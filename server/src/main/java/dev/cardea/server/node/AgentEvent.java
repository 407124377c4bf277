package dev.cardea.server.node;

/** What an agent is told. */
sealed interface AgentEvent {
    /** Give this to the player. */
    record Notice(Object notice) implements AgentEvent {}
}
