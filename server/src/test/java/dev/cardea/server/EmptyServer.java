package dev.cardea.server;

/** A server without a game, for tests of the process. */
final class EmptyServer {
    private EmptyServer() {}

    public static void main(String[] args) {
        Cardea.server().keepingNothing().run(args);
    }
}
