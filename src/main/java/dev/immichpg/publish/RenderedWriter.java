package dev.immichpg.publish;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Sends a body that is already made, without a thread that waits for the client. */
@Provider
public class RenderedWriter implements ServerMessageBodyWriter<Rendered> {

    @Override
    public boolean isWriteable(
            Class<?> type, Type generic, ResteasyReactiveResourceInfo resource, MediaType mediaType) {
        return type == Rendered.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == Rendered.class;
    }

    @Override
    public void writeResponse(Rendered rendered, Type generic, ServerRequestContext context) {
        RoutingContext request = ((ResteasyReactiveRequestContext) context).unwrap(RoutingContext.class);
        Delivery.of(rendered, request.request());
    }

    @Override
    public void writeTo(
            Rendered rendered,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        try (InputStream body = rendered.plain()) {
            body.transferTo(out);
        }
    }
}
