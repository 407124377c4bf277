package dev.cardea.server.node;

/** What stands for a request that is being computed. */
sealed interface Computing permits Call, Computing.Inline {
    /** Another copy of the request came from there. The caller holds the session's monitor. */
    void join(Call.Source newest);

    /** Its time is up, or the client does not want it any more: answers so, and interrupts. */
    void interrupt(int status);

    /** Answered before anybody else can look: the session's monitor is held all the while. */
    enum Inline implements Computing {
        NOW;

        @Override
        public void join(Call.Source newest) {
            throw new IllegalStateException("an inline request is never seen under way");
        }

        @Override
        public void interrupt(int status) {
            throw new IllegalStateException("an inline request is never seen under way");
        }
    }
}
