package dev.cardea.server.node;

import dev.cardea.service.Caller;
import dev.cardea.stream.LinkFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a session, as a link's node end knows it. Confined to the link's loop. */
final class OpenSession {
    private final LinkFrame.Open open;
    private final List<Attachment> attachments = new ArrayList<>(1);
    private @Nullable Caller caller;
    private @Nullable SessionRequests requests;

    OpenSession(LinkFrame.Open open) {
        this.open = open;
    }

    LinkFrame.Open open() {
        return open;
    }

    /** What it is attached to, or was. */
    List<Attachment> attachments() {
        return attachments;
    }

    @Nullable Attachment attachedTo(int ownerRef) {
        for (int i = 0; i < attachments.size(); i++) {
            Attachment attachment = attachments.get(i);
            if (attachment.link.ownerRef() == ownerRef) {
                return attachment;
            }
        }
        return null;
    }

    Caller caller() {
        Caller known = caller;
        if (known == null) {
            known = new Caller(open.session(), open.who());
            caller = known;
        }
        return known;
    }

    /** The session's requests, found at the first one. */
    SessionRequests requests(SessionTable sessions) {
        SessionRequests known = requests;
        if (known == null) {
            known = sessions.open(open.session());
            requests = known;
        }
        return known;
    }

    /** It is gone. */
    void close() {
        if (requests != null) {
            SessionTable.close(requests);
            requests = null;
        }
    }
}
